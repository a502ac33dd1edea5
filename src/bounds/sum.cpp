#include "bounds/sum.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace yologold::bounds {
namespace {

// (1 + u)^h - 1 from above.
double growth(double unit, double chain) { return chain * unit < 0.5 ? chain * unit / (1 - chain * unit) : inf; }

// The exponent of the lowest bit that is set.
int lowest_bit(double x) {
  int exponent = 0;
  const double mantissa = std::frexp(std::abs(x), &exponent);
  return exponent - 53 + std::countr_zero(static_cast<std::uint64_t>(std::ldexp(mantissa, 53)));
}

// Whether exact addends stay exact in whatever order they are added: every partial sum is a multiple of the lowest bit, and no larger than `size`.
bool exact_in_any_order(std::span<const Ball> addends, const Format& format, double size) {
  int lowest = format.most;
  for (const Ball& a : addends)
    if (a.v != 0) lowest = std::min(lowest, lowest_bit(a.v));
  return lowest > format.least - format.precision && size <= std::ldexp(1.0, lowest + format.precision) && size <= format.largest();
}

}  // namespace

void Sum::add(const Ball& a) {
  // Keep the rounding of each addition.
  const double next = v_ + a.v, part = next - v_;
  low_ += (v_ - (next - part)) + (a.v - part);
  v_ = next;
  e_ += a.e;
  size_ += std::abs(a.v) + a.e;
  count_ += a.v != 0 || a.e != 0;
}

Ball Sum::value() const {
  const NumericProfile& p = in_->profile;
  const long all = std::max(0L, count_ - 1), chain = p.longest_chain > 0 ? std::min(all, p.longest_chain) : all;
  const double added = chain == 0 ? 0 : growth(p.sums.unit(), static_cast<double>(chain)) * size_;
  const Ball all_added = in_->settle_sum(v_ + low_, e_, added, 0x1p-50 * std::abs(v_), Source::sum);

  // A sum in a wider format is rounded once when it comes back.
  return p.sums.precision > p.compute.precision ? in_->settle(all_added.v, all_added.e, Source::sum) : all_added;
}

Ball sum(std::span<const Ball> addends) {
  double v = 0, e = 0, size = 0;
  int count = 0;
  const Arithmetic* in = addends.front().in;
  for (const Ball& a : addends) {
    v += a.v, e += a.e, size += std::abs(a.v) + a.e;
    count += a.v != 0 || a.e != 0;
  }
  if (e == 0 && exact_in_any_order(addends, in->profile.compute, size)) return in->literal(v);
  const double unit = in->profile.compute.unit();
  return in->settle_sum(v, e, count > 1 ? growth(unit, count - 1) * size : 0, 0x1p-50 * size, Source::addition);
}

}  // namespace yologold::bounds
