#pragma once

namespace yologold {

/// Significant bits of fp16 and bf16, the hidden one included.
constexpr int fp16_bits = 11, bf16_bits = 8;

/// The nearest number with that many significant bits, ties to even. Exponents are not limited.
double round_to_bits(double value, int bits);

/// The same, towards 0.
double cut_to_bits(double value, int bits);

}  // namespace yologold
