#pragma once
#include <algorithm>

#include "yologold/head_view.hpp"

namespace yologold {

/// Asks for the lines that hold the channels [first, end) of one slot, before they are read or written: where the channels are planes each has a line of its
/// own, and all of them travel at once instead of one after another.
inline void prefetch(const void* data, DType dtype, const Block& block, std::int64_t first, std::int64_t end, std::int64_t n, std::int64_t a, std::int64_t y,
                     std::int64_t x) {
  const std::int64_t size = dtype == DType::f32 ? 4 : 8, stride = block.sk * size, step = std::max(stride, std::int64_t{64});
  const char* from = static_cast<const char*>(data) + block.at(n, a, 0, y, x) * size;
  for (std::int64_t at = first * stride; at < end * stride; at += step) __builtin_prefetch(from + at, 0, 2);
  asm volatile("");  // GCC leaves out the calls of a function that does nothing but prefetch
}

template <class View>
void prefetch_classes(const View& view, std::int64_t first, std::int64_t end, std::int64_t n, std::int64_t a, std::int64_t y, std::int64_t x) {
  prefetch(view.data, view.dtype, view.layout.classes, first, end, n, a, y, x);
}

/// Box and objectness.
inline void prefetch_box(const HeadView& view, std::int64_t n, std::int64_t a, std::int64_t y, std::int64_t x) {
  prefetch(view.data, view.dtype, view.layout.box, 0, 4, n, a, y, x);
  prefetch(view.data, view.dtype, view.layout.objectness, 0, 1, n, a, y, x);
}

}  // namespace yologold
