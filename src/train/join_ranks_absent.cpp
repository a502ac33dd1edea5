#include "train/join_ranks.hpp"

#include "train/count_launched.hpp"
#include "yologold/error.hpp"

namespace yologold {

std::unique_ptr<const Ranks> join_ranks() {
  if (const int count = count_launched(); count > 1)
    throw Error("mpirun", "started " + std::to_string(count) + " processes, but this program was built without MPI",
                "one process, or a build with -Dmpi=enabled");
  return std::make_unique<const Ranks>();
}

}  // namespace yologold
