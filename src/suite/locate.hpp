#pragma once
#include <cstdint>
#include <functional>

#include "yologold/head_view.hpp"
#include "yologold/report.hpp"

namespace yologold {

/// Calls `visit` for every element of a head, in the order image, anchor, channel, row, column, with its address and its place in memory.
/// v1's class vector, one a cell, is visited as of anchor 0.
template <class Visit>
void for_each_element(const HeadShape& s, const Layout& layout, std::int64_t head, Visit&& visit) {
  for (std::int64_t n = 0; n < s.n; ++n)
    for (std::int64_t a = 0; a < s.a; ++a)
      for (std::int64_t k = 0; k < (s.shared_classes && a > 0 ? 5 : 5 + s.c); ++k) {
        const Block& block = k < 4 ? layout.box : k == 4 ? layout.objectness : layout.classes;
        for (std::int64_t y = 0; y < s.h; ++y)
          for (std::int64_t x = 0; x < s.w; ++x) visit(Address{head, n, a, k, y, x}, block.at(n, a, k < 4 ? k : k == 4 ? 0 : k - 5, y, x));
      }
}

/// The place of a slot in a tensor [N, A, H, W].
inline std::int64_t slot_index(const HeadShape& s, const Address& at) { return ((at.image * s.a + at.anchor) * s.h + at.y) * s.w + at.x; }

}  // namespace yologold
