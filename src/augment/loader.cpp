#include "augment/loader.hpp"

#include <algorithm>
#include <cmath>

namespace yologold {
namespace {

/// Twice the pixels that are ever seen keeps a picture sharp under jitter.
int enough(int size, const AugmentOptions& augment) {
  return static_cast<int>(std::ceil(2 * size * std::max(1.0, augment.largest_shape) * std::max(1.0, augment.largest_scale)));
}

}  // namespace

Loader::Loader(const DataSet& set, std::vector<std::size_t> members, const LoaderOptions& options)
    : pictures_(set, options.room, enough(options.batch.width, options.batch.augment), enough(options.batch.height, options.batch.augment)),
      members_(std::move(members)),
      options_(options),
      taken_(options.first_step),
      asked_(options.first_step) {
  for (int i = 0; i < options.workers; ++i) workers_.emplace_back([this](const std::stop_token& stop) { work(stop); });
}

Loader::~Loader() {
  for (auto& worker : workers_) worker.request_stop();
}

void Loader::work(const std::stop_token& stop) {
  for (;;) {
    // Take a step.
    std::int64_t step = 0;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return taken_ < asked_ + options_.ahead; })) return;
      step = taken_++;
    }

    // Make its batch.
    Made made;
    try {
      made.batch = make_batch(pictures_, members_, options_.batch, step, stop);
    } catch (...) {
      made.trouble = std::current_exception();
    }
    if (stop.stop_requested()) return;
    const std::lock_guard lock(mutex_);
    ready_.emplace(step, std::move(made));
    changed_.notify_all();
  }
}

Batch Loader::next() {
  if (workers_.empty()) return make_batch(pictures_, members_, options_.batch, asked_++);

  // Wait for the step's turn.
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ready_.contains(asked_); });
  Made made = std::move(ready_.extract(asked_++).mapped());
  changed_.notify_all();
  if (made.trouble) std::rethrow_exception(made.trouble);
  return std::move(made.batch);
}

}  // namespace yologold
