#pragma once
#include <cstdint>

namespace yologold {

/// The bits of the f32 equal to an f16 (IEEE binary16). Exact: every f16, subnormal or not, is a normal f32; the payload of a NaN moves along.
std::uint32_t widen_f16(std::uint16_t half);

/// The bits of the f32 equal to a bf16, which is the upper half of one.
inline std::uint32_t widen_bf16(std::uint16_t half) { return static_cast<std::uint32_t>(half) << 16; }

}  // namespace yologold
