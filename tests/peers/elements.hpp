#pragma once
#include "yologold/head_view.hpp"
#include "yologold/report.hpp"

namespace yologold::test {

/// Calls f(address, index) for every element of a head, index as in its layout. The classes of v1 are those of anchor 0.
template <class F>
void for_each_element(const HeadShape& shape, const Layout& layout, const F& f) {
  for (std::int64_t n = 0; n < shape.n; ++n)
    for (std::int64_t a = 0; a < shape.a; ++a)
      for (std::int64_t k = 0; k < (shape.shared_classes && a > 0 ? 5 : 5 + shape.c); ++k)
        for (std::int64_t y = 0; y < shape.h; ++y)
          for (std::int64_t x = 0; x < shape.w; ++x) {
            const std::int64_t index = k < 4    ? layout.box.at(n, a, k, y, x)
                                       : k == 4 ? layout.objectness.at(n, a, 0, y, x)
                                                : layout.classes.at(n, a, k - 5, y, x);
            f(Address{0, n, a, k, y, x}, static_cast<std::size_t>(index));
          }
}

}  // namespace yologold::test
