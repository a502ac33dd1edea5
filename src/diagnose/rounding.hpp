#pragma once

namespace yologold {

/// The nearest number with that many significant bits, ties to even. Exponents are not limited.
double round_to_bits(double value, int bits);

/// The same, towards 0.
double cut_to_bits(double value, int bits);

}  // namespace yologold
