#pragma once
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "augment/make_batch.hpp"

namespace yologold {

struct LoaderOptions {
  BatchOptions batch;
  std::int64_t first_step = 0;              ///< where a resumed training goes on
  int workers = 1;                          ///< threads that make batches; 0: next() makes them itself
  int ahead = 3;                            ///< batches made or being made before they are asked for
  std::size_t room = std::size_t{1} << 30;  ///< bytes of decoded pictures to keep
};

/// Keeps batches ready while a training runs. The batches are those of make_batch for steps first_step, first_step + 1, ..., whatever the number of workers.
class Loader {
 public:
  /// The data set must outlive the loader.
  Loader(const DataSet& set, std::vector<std::size_t> members, const LoaderOptions& options);

  /// Stops after the image that is being made.
  ~Loader();

  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  /// The batch of the next step; waits where it is not ready. Throws what making it threw.
  Batch next();

  PictureStore& pictures() { return pictures_; }

 private:
  struct Made {
    Batch batch;
    std::exception_ptr trouble;
  };

  void work(const std::stop_token& stop);

  PictureStore pictures_;
  std::vector<std::size_t> members_;
  LoaderOptions options_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::int64_t, Made> ready_;
  std::int64_t taken_, asked_;         ///< the next step to be made, and to be given out
  std::vector<std::jthread> workers_;  ///< last: they stop before the rest goes
};

}  // namespace yologold
