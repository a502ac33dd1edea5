#pragma once
#include <tbb/task_arena.h>

#include <vector>

#include "bench/workload.hpp"
#include "kernels/dispatch.hpp"

namespace yologold::bench {

/// What no implementation can avoid: write the gradient once, read once the planes that decide about every slot.
/// Streaming or plain stores, whichever is faster here.
class Floor {
 public:
  Floor(const Workload& work, int threads);
  void operator()();

 private:
  struct Fill {
    char* to;
    std::size_t bytes;
  };
  struct Plane {
    const float* from;
    std::int64_t stride, cells;
  };

  void add_fills(char* to, std::int64_t bytes);
  void add_reads(const Variant& variant, const HeadShape& s, const HeadView& head);
  void choose_stores();
  void fill(const Fill& f) const;

  int threads_;
  tbb::task_arena arena_;
  std::vector<Fill> fills_;
  std::vector<Plane> planes_;
  void (*stream_zeros_)(void*, std::size_t) = kernels::available().back().f32->stream_zeros;
  bool stream_ = true;
};

}  // namespace yologold::bench
