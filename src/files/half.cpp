#include "files/half.hpp"

#include <bit>

namespace yologold {

std::uint32_t widen_f16(std::uint16_t half) {
  const std::uint32_t sign = (half & 0x8000u) << 16, exponent = (half >> 10) & 0x1fu, fraction = half & 0x3ffu;

  // Infinities and NaNs keep the greatest exponent; both are biased by 2^(bits - 1) - 1, so 127 - 15 = 112 moves a normal one.
  if (exponent == 0x1f) return sign | 0x7f800000u | fraction << 13;
  if (exponent != 0) return sign | (exponent + 112) << 23 | fraction << 13;
  if (fraction == 0) return sign;

  // Normalise a subnormal: fraction * 2^-24, whose highest bit becomes the hidden one.
  const auto high = static_cast<std::uint32_t>(std::bit_width(fraction)) - 1;
  return sign | (high + 127 - 24) << 23 | (fraction << (23 - high) & 0x7fffffu);
}

}  // namespace yologold
