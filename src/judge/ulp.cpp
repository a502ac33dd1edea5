#include "judge/ulp.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yologold {
namespace {

// Bits of the significand with the hidden one; exponent of the smallest normal number and of the largest number.
struct Format {
  int precision, least, most;
};

Format format_of(TensorType type) {
  switch (type) {
    case TensorType::f16:
      return {11, -14, 15};
    case TensorType::bf16:
      return {8, -126, 127};
    case TensorType::f32:
      return {24, -126, 127};
    default:
      return {53, -1022, 1023};
  }
}

}  // namespace

double largest(TensorType type) {
  const Format f = format_of(type);
  return std::ldexp(2 - std::ldexp(1.0, 1 - f.precision), f.most);
}

double ulp_error(double got, double want, TensorType type) {
  // Settle what is not finite.
  if (std::isnan(got) && std::isnan(want)) return 0;
  if (got == want) return 0;
  if (!std::isfinite(got) || !std::isfinite(want)) return std::numeric_limits<double>::infinity();

  // Divide by the spacing at the golden value.
  const Format f = format_of(type);
  int exponent = f.least;
  if (want != 0) exponent = std::max(f.least, std::ilogb(want));
  return std::ldexp(std::abs(got - want), f.precision - 1 - exponent);
}

}  // namespace yologold
