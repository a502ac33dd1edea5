#include "bounds/arithmetic.hpp"

#include <cmath>
#include <limits>

#include "bounds/ball.hpp"

namespace yologold::bounds {
namespace {

constexpr double own_unit = 0x1p-51;    // f64: every value here is within 2 ulp of the exact operation on values here
constexpr double safety = 1 + 0x1p-48;  // pays for the roundings of e itself

}  // namespace

const char* name_of(Source source) {
  static const char* const names[] = {"input", "constant", "addition", "multiplication", "division", "sqrt", "exp", "log", "log1p", "atan", "sum", "store"};
  return names[static_cast<int>(source)];
}

Arithmetic::Arithmetic(const NumericProfile& p, std::uint32_t sources, Branch* way)
    : profile(p),
      branch(way),
      sources_(sources),
      unit_(p.compute.unit()),
      step_(p.flush_to_zero ? p.compute.smallest() : p.compute.half_step()),
      largest_(p.compute.largest()) {}

Ball Arithmetic::close(double v, double e, bool exact) const {
  // Where a backend may overflow, or f64 does, nothing is known.
  if (!exact) e = (e + own_unit * std::abs(v)) * safety;
  if (!std::isfinite(v)) return {std::isnan(v) ? v : 0, inf, this};
  if (std::isnan(e) || std::abs(v) + e > largest_) e = inf;
  return {v, e, this};
}

Ball Arithmetic::settle(double v, double e, Source source) const {
  // An operation on exact numbers whose result the format holds is exact.
  if (e == 0 && profile.compute.holds(v) && !(profile.flush_to_zero && std::abs(v) < step_ && v != 0)) return close(v, 0, true);
  if (counts(source)) e += unit_ * (std::abs(v) + e) + step_;
  return close(v, e, false);
}

Ball Arithmetic::settle(double v, double e, Source source, Function function, double argument) const {
  const FunctionError& f = profile.of(function);
  if (f.ulps == 0 && f.per_argument == 0 && f.absolute == 0 && f.flushes_above == 0 && (function == Function::division || function == Function::sqrt))
    return settle(v, e, source);
  if (!counts(source)) return close(v, e, false);

  // k ulps beside the correctly rounded result are k + 1/2 ulps, and an ulp is at most 2u of the result.
  const double width = 2 * (f.ulps + std::floor(f.per_argument * argument)) + 1;
  double error = width * (unit_ * (std::abs(v) + e) + step_);
  if (f.absolute > error) error = f.absolute;
  if (f.flushes_above > 0 && argument >= f.flushes_above) error += std::abs(v) + e;
  return close(v, e + error, false);
}

Ball Arithmetic::settle_sum(double v, double e, double rounding, double own, Source source) const {
  if (e == 0 && rounding == 0) return close(v, 0, true);
  return close(v, e + own + (counts(source) ? rounding : 0), false);
}

Ball Arithmetic::take(double x, const Format& format, Source source, double radius) const {
  double e = 0;
  if (counts(source)) {
    if (!format.holds(x)) e = format.unit() * std::abs(x) + format.half_step();
    if (std::abs(x) > format.largest()) e = inf;
    if (radius > 0) e += radius * std::abs(x) + format.unit() * (1 + radius) * std::abs(x);
    if (profile.flush_to_zero && std::abs(x) < step_) e += std::abs(x);
  }
  if (profile.compute.precision < format.precision && !profile.compute.holds(x) && counts(source)) e += unit_ * (std::abs(x) + e) + step_;
  return close(x, e, true);
}

Ball Arithmetic::input(double raw) const { return take(raw, profile.inputs, Source::input, profile.input_radius); }
Ball Arithmetic::constant(double x) const { return take(x, profile.constants, Source::constant, 0); }
Ball Arithmetic::literal(double x) const { return {x, 0, this}; }

Ball Arithmetic::store(const Ball& a) const {
  const Format& out = profile.stored;
  if (out.precision >= profile.compute.precision && out.most >= profile.compute.most && out.least <= profile.compute.least) return a;
  if (std::isnan(a.v) || (a.e == 0 && out.holds(a.v))) return a;
  double e = a.e;
  if (counts(Source::store)) e += out.unit() * (std::abs(a.v) + e) + out.half_step();
  if (std::abs(a.v) + e > out.largest()) e = inf;
  return {a.v, e * safety, this};
}

}  // namespace yologold::bounds
