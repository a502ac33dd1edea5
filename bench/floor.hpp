#pragma once
#include <benchmark/benchmark.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <ctime>
#include <vector>

#include "kernels/dispatch.hpp"
#include "workload.hpp"

namespace yologold::bench {

/// Milliseconds on the wall, and of processor time summed over the threads.
struct Elapsed {
  double wall, cpu;
};

inline double milliseconds(clockid_t clock) {
  timespec t;
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) * 1e-6;
}

template <class Body>
Elapsed time(Body&& body) {
  const double wall = milliseconds(CLOCK_MONOTONIC), cpu = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
  body();
  return {milliseconds(CLOCK_MONOTONIC) - wall, milliseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu};
}

/// The value a fraction q of the values lies below.
inline double quantile(std::vector<double> values, double q) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

/// What no implementation can avoid: write the gradient once, read once the planes that decide about every slot.
/// Streaming or plain stores, whichever is faster here.
class Floor {
 public:
  Floor(const Workload& work, int threads) : threads_(threads), arena_(threads) {
    for (std::size_t h = 0; h < work.gradients.size(); ++h) add_fills(static_cast<char*>(work.gradients[h].data), work.shapes[h].elements() * 4);
    for (std::size_t h = 0; h < work.heads.size(); ++h) add_reads(work.variant, work.shapes[h], work.heads[h]);
    choose_stores();
  }

  void operator()() {
    const auto count = fills_.size() + planes_.size();
    const auto job = [this](std::size_t i) { i < fills_.size() ? fill(fills_[i]) : read(planes_[i - fills_.size()]); };
    if (threads_ == 1)
      for (std::size_t i = 0; i < count; ++i) job(i);
    else
      arena_.execute([&] { tbb::parallel_for(std::size_t{0}, count, job); });
  }

 private:
  struct Fill {
    char* to;
    std::size_t bytes;
  };
  struct Plane {
    const float* from;
    std::int64_t stride, cells;
  };

  void add_fills(char* to, std::int64_t bytes) {
    constexpr std::int64_t piece = 256 << 10;
    for (std::int64_t at = 0; at < bytes; at += piece) fills_.push_back({to + at, static_cast<std::size_t>(std::min(piece, bytes - at))});
  }

  /// The objectness, and the boxes where every one of them is compared with the truths. Cells of a named layout lie at one stride.
  void add_reads(const Variant& variant, const HeadShape& s, const HeadView& head) {
    const auto* data = static_cast<const float*>(head.data);
    const auto add = [&](const Block& block, std::int64_t n, std::int64_t a, std::int64_t k) {
      planes_.push_back({data + block.at(n, a, k, 0, 0), block.sx, s.h * s.w});
    };
    const bool boxes = variant.family != Family::v1 && variant.ignore != Ignore::off && variant.ignore != Ignore::prior;
    for (std::int64_t n = 0; n < s.n; ++n)
      for (std::int64_t a = 0; a < s.a; ++a) {
        add(head.layout.objectness, n, a, 0);
        for (std::int64_t k = 0; k < 4 && boxes; ++k) add(head.layout.box, n, a, k);
      }
  }

  void choose_stores() {
    const auto median = [this](bool stream) {
      stream_ = stream;
      std::vector<double> times;
      for (int i = 0; i < 9; ++i) times.push_back(time(*this).cpu);
      return quantile(times, 0.5);
    };
    const double plain = median(false), streaming = median(true);
    stream_ = streaming < plain;
  }

  void fill(const Fill& f) const {
    if (stream_)
      stream_zeros_(f.to, f.bytes);
    else
      std::memset(f.to, 0, f.bytes);
    benchmark::ClobberMemory();
  }

  static void read(const Plane& plane) {
    std::uint32_t sum = 0;
    if (plane.stride == 1)
      for (std::int64_t i = 0; i < plane.cells; ++i) sum += std::bit_cast<std::uint32_t>(plane.from[i]);
    else
      for (std::int64_t i = 0; i < plane.cells; ++i) sum += std::bit_cast<std::uint32_t>(plane.from[i * plane.stride]);
    benchmark::DoNotOptimize(sum);
  }

  int threads_;
  tbb::task_arena arena_;
  std::vector<Fill> fills_;
  std::vector<Plane> planes_;
  void (*stream_zeros_)(void*, std::size_t) = kernels::available().back().f32->stream_zeros;
  bool stream_ = true;
};

}  // namespace yologold::bench
