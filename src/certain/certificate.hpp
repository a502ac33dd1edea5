#pragma once
#include <algorithm>
#include <cstdint>

namespace yologold::certain {

/// How the values of one tensor were certified.
struct Certificate {
  std::int64_t elements = 0;   ///< evaluated by a formula; the others are exact zeros
  std::int64_t fallbacks = 0;  ///< of these: those that double-double could not round and MPFR did
  int bits = 0;                ///< the most digits that MPFR needed; 0 where it was not asked
  double radius = 0;           ///< the largest relative radius of a ball that was rounded in double-double

  void join(const Certificate& other) {
    elements += other.elements, fallbacks += other.fallbacks;
    bits = std::max(bits, other.bits), radius = std::max(radius, other.radius);
  }
};

}  // namespace yologold::certain
