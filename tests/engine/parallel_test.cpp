#include "engine/parallel.hpp"

#include <atomic>
#include <chrono>
#include <thread>

#include "support/catch.hpp"

using namespace yologold;

namespace {

/// How many of 64 bodies ran in another thread than this one.
int elsewhere(std::int64_t worth) {
  tbb::task_arena arena(4);
  const auto here = std::this_thread::get_id();
  std::atomic<int> ran{0}, away{0};
  parallel_for(
      arena, 64, 1,
      [&](std::int64_t) {
        ++ran;
        away += std::this_thread::get_id() != here;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      },
      worth);
  CHECK(ran == 64);
  return away;
}

}  // namespace

TEST_CASE("work too small for threads stays in the caller's") {
  CHECK(elsewhere(65) == 0);
  CHECK(elsewhere(64) > 0);
}
