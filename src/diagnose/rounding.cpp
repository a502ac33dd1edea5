#include "diagnose/rounding.hpp"

#include <cmath>

namespace yologold {
namespace {

// Splits off the exponent, lets `settle` make the significand whole, and puts both together again.
template <class Settle>
double with_bits(double value, int bits, Settle settle) {
  if (value == 0 || !std::isfinite(value)) return value;
  int exponent;
  const double significand = std::frexp(value, &exponent);
  return std::ldexp(settle(std::ldexp(significand, bits)), exponent - bits);
}

}  // namespace

double round_to_bits(double value, int bits) {
  return with_bits(value, bits, [](double x) { return std::nearbyint(x); });
}

double cut_to_bits(double value, int bits) {
  return with_bits(value, bits, [](double x) { return std::trunc(x); });
}

}  // namespace yologold
