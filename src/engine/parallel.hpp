#pragma once
#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <cstdint>

#include "engine/float_environment.hpp"
#include "engine/stream_fence.hpp"
#include "engine/thread_sanitizer.hpp"

namespace yologold {

/// Runs body(i) for i in [0, count), in any order, on the arena's threads, `grain` at a time; results must go to slots of their own.
/// Fewer than `worth` are done in the caller's thread: to wake another takes longer.
template <class Body>
void parallel_for(tbb::task_arena& arena, std::int64_t count, std::int64_t grain, const Body& body, std::int64_t worth = 0) {
  const auto run = [&body](std::int64_t begin, std::int64_t end) {
    const FloatEnvironment environment;
    const StreamFence fence;
    for (std::int64_t i = begin; i < end; ++i) body(i);
  };
  if (count < worth || count <= grain || arena.max_concurrency() == 1) return run(0, count);
  const char start = 0, end = 0;
  ThreadOrder::before(&start);
  const auto share = [&](const tbb::blocked_range<std::int64_t>& range) YG_HANDED_OVER {
    ThreadOrder::after(&start);
    run(range.begin(), range.end());
    ThreadOrder::before(&end);
  };
  arena.execute([&] { tbb::parallel_for(tbb::blocked_range<std::int64_t>(0, count, grain), share); });
  ThreadOrder::after(&end);
}

}  // namespace yologold
