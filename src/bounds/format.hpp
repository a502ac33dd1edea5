#pragma once
#include <string>

namespace yologold::bounds {

/// A binary floating-point format with round to nearest.
struct Format {
  std::string name;
  int precision = 53;  ///< bits of the significand, the hidden one included
  int least = -1022;   ///< exponent of the smallest normal number
  int most = 1023;     ///< exponent of the largest number

  double unit() const;           ///< u: the largest relative error of one rounding, 2^-precision
  double half_step() const;      ///< the largest error of a rounding among the subnormals
  double smallest() const;       ///< the smallest normal number
  double largest() const;        ///< the largest finite number
  double round(double x) const;  ///< the nearest number of the format, ties to even; infinite beyond the largest
  bool holds(double x) const { return round(x) == x; }
};

/// f16, bf16, tf32, f32, f64. Error for another name.
Format format_named(const std::string& name, const std::string& where);

}  // namespace yologold::bounds
