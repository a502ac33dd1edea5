#pragma once
#include <cmath>
#include <cstdint>
#include <stdexcept>

namespace yologold::decisions_test {

/// A centre whose exact product lies in one column and whose float32 product in another.
inline double misplaced(std::int64_t grid) {
  for (std::int64_t k = 1; k < grid; ++k) {
    const double cx = static_cast<double>(k) / static_cast<double>(grid);
    for (const double c : {cx, std::nextafter(cx, 0.0), std::nextafter(cx, 1.0)}) {
      const auto exact = static_cast<std::int64_t>(std::floor(static_cast<long double>(c) * grid));
      if (static_cast<std::int64_t>(std::floor(static_cast<float>(c) * static_cast<float>(grid))) != exact) return c;
    }
  }
  throw std::runtime_error("float32 places every centre as it should");
}

}  // namespace yologold::decisions_test
