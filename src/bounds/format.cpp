#include "bounds/format.hpp"

#include <cmath>
#include <limits>

#include "yologold/error.hpp"

namespace yologold::bounds {

double Format::unit() const { return std::ldexp(1.0, -precision); }
double Format::half_step() const { return std::ldexp(1.0, least - precision); }
double Format::smallest() const { return std::ldexp(1.0, least); }
double Format::largest() const { return std::ldexp(2 - std::ldexp(1.0, 1 - precision), most); }

double Format::round(double x) const {
  // Take the way of the processor where it knows the format.
  if (precision == 53 || x == 0 || !std::isfinite(x)) return x;
  if (precision == 24) return static_cast<double>(static_cast<float>(x));

  // Count in steps of the last place.
  int exponent = std::ilogb(x);
  if (exponent < least) exponent = least;
  const int step = exponent - precision + 1;
  const double rounded = std::ldexp(std::nearbyint(std::ldexp(x, -step)), step);
  return std::abs(rounded) > largest() ? std::copysign(std::numeric_limits<double>::infinity(), x) : rounded;
}

Format format_named(const std::string& name, const std::string& where) {
  for (const Format& format :
       {Format{"f16", 11, -14, 15}, Format{"bf16", 8, -126, 127}, Format{"tf32", 11, -126, 127}, Format{"f32", 24, -126, 127}, Format{"f64", 53, -1022, 1023}})
    if (format.name == name) return format;
  throw Error(where, "\"" + name + "\" is no floating-point format", "f16, bf16, tf32, f32, f64");
}

}  // namespace yologold::bounds
