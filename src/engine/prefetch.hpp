#pragma once
#include <algorithm>

#include "yologold/head_view.hpp"

namespace yologold {

/// Asks for the lines that hold the class channels of one slot, before they are read or written: where the channels are planes each has a line of its own,
/// and all of them travel at once instead of one after another.
template <class View>
void prefetch_classes(const View& view, std::int64_t classes, std::int64_t n, std::int64_t a, std::int64_t y, std::int64_t x) {
  const Block& block = view.layout.classes;
  const std::int64_t size = view.dtype == DType::f32 ? 4 : 8, stride = block.sk * size, step = std::max(stride, std::int64_t{64});
  const char* from = static_cast<const char*>(view.data) + block.at(n, a, 0, y, x) * size;
  for (std::int64_t at = 0; at < classes * stride; at += step) __builtin_prefetch(from + at, 0, 2);
  asm volatile("");  // GCC leaves out the calls of a function that does nothing but prefetch
}

}  // namespace yologold
