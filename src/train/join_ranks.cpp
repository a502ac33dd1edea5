// The one file that knows MPI.
#include "train/join_ranks.hpp"

#define OMPI_SKIP_MPICXX 1
#define MPICH_SKIP_MPICXX 1
#include <mpi.h>

#include <exception>
#include <numeric>

#include "train/count_launched.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

class MpiRanks : public Ranks {
 public:
  /// Only the thread that joins calls MPI. What MPI cannot do ends the program: MPI_ERRORS_ARE_FATAL is its default.
  MpiRanks() {
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    if (provided < MPI_THREAD_FUNNELED) throw Error("MPI", "has no support for threads");
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &count_);
  }
  MpiRanks(const MpiRanks&) = delete;
  MpiRanks& operator=(const MpiRanks&) = delete;
  ~MpiRanks() override {
    if (std::uncaught_exceptions() == 0) MPI_Finalize();
  }

  int rank() const override { return rank_; }
  int count() const override { return count_; }
  void sum(std::span<float> values) const override { add(values, MPI_FLOAT); }
  void sum(std::span<double> values) const override { add(values, MPI_DOUBLE); }

  std::vector<std::string> gather(const std::string& bytes) const override {
    // Say how much there is.
    const auto ranks = static_cast<std::size_t>(count_);
    std::vector<int> sizes(ranks), starts(ranks);
    const int mine = static_cast<int>(bytes.size());
    MPI_Allgather(&mine, 1, MPI_INT, sizes.data(), 1, MPI_INT, MPI_COMM_WORLD);
    std::exclusive_scan(sizes.begin(), sizes.end(), starts.begin(), 0);

    std::string all(static_cast<std::size_t>(starts.back() + sizes.back()), '\0');
    MPI_Allgatherv(bytes.data(), mine, MPI_BYTE, all.data(), sizes.data(), starts.data(), MPI_BYTE, MPI_COMM_WORLD);
    std::vector<std::string> parts;
    for (std::size_t r = 0; r < ranks; ++r) parts.push_back(all.substr(static_cast<std::size_t>(starts[r]), static_cast<std::size_t>(sizes[r])));
    return parts;
  }

 private:
  /// MPI_Allreduce gives every rank the result that MPI_Reduce gives one (MPI 3.1, section 5.9.6).
  template <class T>
  void add(std::span<T> values, MPI_Datatype type) const {
    MPI_Allreduce(MPI_IN_PLACE, values.data(), static_cast<int>(values.size()), type, MPI_SUM, MPI_COMM_WORLD);
  }

  int rank_ = 0, count_ = 1;
};

}  // namespace

std::unique_ptr<const Ranks> join_ranks() {
  if (count_launched() == 1) return std::make_unique<const Ranks>();
  return std::make_unique<const MpiRanks>();
}

}  // namespace yologold
