#include "bounds/ball.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "bounds/branch.hpp"
#include "lane/atan.hpp"
#include "lane/exp.hpp"
#include "lane/log.hpp"

namespace yologold::bounds {
namespace {

// 0 times an infinite error is NaN: arithmetic takes it for unknown.
double product_error(const Ball& a, const Ball& b) { return std::abs(a.v) * b.e + std::abs(b.v) * a.e + a.e * b.e; }

bool is_nan(const Ball& a) { return std::isnan(a.v); }
Ball nan_like(const Ball& a) { return {std::numeric_limits<double>::quiet_NaN(), inf, a.in}; }
Ball unknown_like(const Ball& a) { return {0, inf, a.in}; }

}  // namespace

Ball operator+(const Ball& a, const Ball& b) { return a.in->settle(a.v + b.v, a.e + b.e, Source::addition); }
Ball operator-(const Ball& a, const Ball& b) { return a.in->settle(a.v - b.v, a.e + b.e, Source::addition); }
Ball operator*(const Ball& a, const Ball& b) { return a.in->settle(a.v * b.v, product_error(a, b), Source::multiplication); }
Ball operator-(const Ball& a) { return {-a.v, a.e, a.in}; }

Ball operator/(const Ball& a, const Ball& b) {
  // A divisor that may be 0 leaves nothing known.
  if (is_nan(a) || is_nan(b)) return nan_like(a);
  if (!(std::abs(b.v) > b.e)) return unknown_like(a);
  if (a.v == 0 && a.e == 0) return a;
  const double v = a.v / b.v;
  return a.in->settle(v, (a.e + std::abs(v) * b.e) / (std::abs(b.v) - b.e), Source::division, Function::division, std::abs(b.v) + b.e);
}

Ball operator*(double power_of_two, const Ball& a) {
  const double v = power_of_two * a.v, e = std::abs(power_of_two) * a.e;
  const double small = a.in->profile.compute.smallest();
  if (std::abs(v) + e < a.in->profile.compute.largest() && (v == 0 || std::abs(v) - e > small)) return {v, e, a.in};
  return a.in->settle(v, e, Source::multiplication);
}

Ball exp(const Ball& a) {
  const double v = lane::exp(a.v), growth = a.e < 80 ? lane::expm1(a.e) : inf;
  return a.in->settle(v, v * growth, Source::exp, Function::exp, std::abs(a.v) + a.e);
}

Ball log(const Ball& a) {
  if (!(a.v > a.e)) return is_nan(a) ? a : unknown_like(a);
  return a.in->settle(lane::log(a.v), -lane::log1p(-a.e / a.v), Source::log, Function::log, a.v);
}

Ball log1p(const Ball& a) {
  if (!(a.v + 1 > a.e)) return is_nan(a) ? a : unknown_like(a);
  return a.in->settle(lane::log1p(a.v), -lane::log1p(-a.e / (1 + a.v)), Source::log1p, Function::log1p, a.v);
}

Ball sqrt(const Ball& a) {
  if (!(a.v >= a.e)) return is_nan(a) ? a : unknown_like(a);
  const double v = std::sqrt(a.v), e = a.e == 0 ? 0 : a.e / (v + std::sqrt(a.v - a.e));
  return a.in->settle(v, e, Source::sqrt, Function::sqrt, a.v);
}

Ball atan(const Ball& a) {
  const double nearest = std::max(0.0, std::abs(a.v) - a.e);
  return a.in->settle(lane::atan(a.v), a.e / (1 + nearest * nearest), Source::atan, Function::atan, a.v);
}

Ball abs(const Ball& a) { return {std::abs(a.v), a.e, a.in}; }

Ball least(const Ball& a, const Ball& b) {
  if (is_nan(a) || is_nan(b)) return unknown_like(a);  // fmin drops a NaN, other ways to a minimum do not
  if (a.v + a.e < b.v - b.e) return a;
  if (b.v + b.e < a.v - a.e) return b;
  return {std::min(a.v, b.v), std::max(a.e, b.e), a.in};
}

Ball most(const Ball& a, const Ball& b) { return -least(-a, -b); }

Ball below(const Ball& a, const Ball& b, double tie) {
  const double v = a.v < b.v ? 1 : a.v == b.v ? tie : 0;
  const bool decided = std::abs(a.v - b.v) > a.e + b.e || (a.v == b.v && a.e == 0 && b.e == 0);
  if (a.in->branch) return {a.in->branch->at_kink(!decided, v, tie), 0, a.in};
  return {v, decided ? 0 : std::max(v, 1 - v), a.in};
}

Ball gate(const Ball& selector, const Ball& a) {
  if (selector.e == 0 && selector.v == 0) return {0, 0, a.in};
  if (selector.e == 0 && selector.v == 1) return a;
  if (is_nan(a)) return selector.e == 0 ? a : unknown_like(a);
  return {selector.v * a.v, std::abs(selector.v) * a.e + selector.e * (std::abs(a.v) + a.e), a.in};
}

Ball blur(const Ball& a, int times) {
  Ball blurred = a;
  const Ball one = a.in->literal(1);
  for (int i = 0; i < times && a.v != 0; ++i) {
    // An exact product may round on the other way.
    if (blurred.e == 0) blurred.e = std::numeric_limits<double>::denorm_min();
    blurred = blurred * one;
  }
  return blurred;
}

Ball widest(const Ball& a, const Ball& b) {
  if (is_nan(a) || is_nan(b)) return is_nan(a) && is_nan(b) ? a : unknown_like(a);
  return {a.v, std::max(a.e, b.e + std::abs(a.v - b.v)), a.in};
}

Ball either(const Ball& corner, const Ball& centred) {
  const NumericProfile& p = centred.in->profile;
  if (p.corner && p.centred && is_nan(corner) != is_nan(centred)) return unknown_like(centred);
  if (is_nan(p.centred ? centred : corner)) return nan_like(centred);
  double e = 0;
  if (p.corner) e = corner.e + std::abs(corner.v - centred.v);
  if (p.centred) e = std::max(e, centred.e);
  return {centred.v, e, centred.in};
}

}  // namespace yologold::bounds
