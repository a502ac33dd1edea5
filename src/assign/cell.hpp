#pragma once
#include <algorithm>
#include <cstdint>

#include "lane/compensated.hpp"

namespace yologold::assign {

/// The cell of a centre on one axis of `cells` cells, and the centre's offset in it.
struct Cell {
  std::int64_t index;
  double offset;
};

/// index = floor(c cells) of the exact product, the last cell for c = 1; offset = c cells - index, rounded once. For c in [0, 1].
inline Cell locate(double c, std::int64_t cells) {
  const auto p = lane::two_product(c, static_cast<double>(cells));
  auto index = static_cast<std::int64_t>(p.hi);
  if (static_cast<double>(index) == p.hi && p.lo < 0) --index;
  index = std::clamp<std::int64_t>(index, 0, cells - 1);
  return {index, (p.hi - static_cast<double>(index)) + p.lo};
}

}  // namespace yologold::assign
