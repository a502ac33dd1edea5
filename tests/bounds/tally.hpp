#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "bounds/scene.hpp"

namespace yologold::bounds_test {

/// What came of holding a backend's gradients against their bounds.
struct Tally {
  std::int64_t elements = 0, outside = 0, conclusive = 0, range = 0;
  double largest = 0;          ///< error over bound, of the conclusive elements
  std::string worst, escaped;  ///< the element of the largest, and the first one outside

  void add(const Scene& scene, const bounds::Bounds& bounds, const std::vector<double>& got, const std::string& name);
};

}  // namespace yologold::bounds_test
