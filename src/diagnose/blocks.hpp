#pragma once
#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cstddef>

#include "diagnose/diagnose.hpp"

namespace yologold {

/// Calls work(0) to work(count - 1) on all cores, few at a time: each may hold a tensor of its own. Between them `watch` is told how far it is.
template <class Work>
void in_blocks(std::size_t count, const char* what, const Watch& watch, Work&& work) {
  constexpr std::size_t block = 4;
  for (std::size_t begin = 0; begin < count; begin += block) {
    watch(fmt::format("{} of {} {}", begin, count, what));
    tbb::parallel_for(begin, std::min(count, begin + block), [&](std::size_t i) { work(i); });
  }
}

}  // namespace yologold
