#include "certain/interval.hpp"

#include <algorithm>
#include <cmath>

namespace yologold::certain {
namespace {

thread_local int digits = 200;
thread_local bool ties_allowed = false;

bool spans_zero(const mpfr_t low, const mpfr_t high) { return mpfr_sgn(low) <= 0 && mpfr_sgn(high) >= 0; }

}  // namespace

Precision::Precision(int bits, bool ties) : saved_bits_(digits), saved_ties_(ties_allowed) { digits = bits, ties_allowed = ties; }
Precision::~Precision() { digits = saved_bits_, ties_allowed = saved_ties_; }

int Precision::bits() { return digits; }

Interval::Interval(double exact) {
  mpfr_init2(low_, digits);
  mpfr_init2(high_, digits);
  mpfr_set_d(low_, exact, MPFR_RNDD);
  mpfr_set_d(high_, exact, MPFR_RNDU);
}

Interval::Interval(const Interval& other) {
  mpfr_init2(low_, mpfr_get_prec(other.low_));
  mpfr_init2(high_, mpfr_get_prec(other.high_));
  mpfr_set(low_, other.low_, MPFR_RNDD);
  mpfr_set(high_, other.high_, MPFR_RNDU);
}

Interval::Interval(Interval&& other) noexcept {
  mpfr_init2(low_, MPFR_PREC_MIN);
  mpfr_init2(high_, MPFR_PREC_MIN);
  mpfr_swap(low_, other.low_);
  mpfr_swap(high_, other.high_);
}

Interval& Interval::operator=(Interval other) noexcept {
  mpfr_swap(low_, other.low_);
  mpfr_swap(high_, other.high_);
  return *this;
}

Interval::~Interval() {
  mpfr_clear(low_);
  mpfr_clear(high_);
}

Interval operator+(const Interval& a, const Interval& b) {
  Interval r;
  mpfr_add(r.low_, a.low_, b.low_, MPFR_RNDD);
  mpfr_add(r.high_, a.high_, b.high_, MPFR_RNDU);
  return r;
}

Interval operator-(const Interval& a, const Interval& b) {
  Interval r;
  mpfr_sub(r.low_, a.low_, b.high_, MPFR_RNDD);
  mpfr_sub(r.high_, a.high_, b.low_, MPFR_RNDU);
  return r;
}

Interval operator-(const Interval& a) {
  Interval r;
  mpfr_neg(r.low_, a.high_, MPFR_RNDD);
  mpfr_neg(r.high_, a.low_, MPFR_RNDU);
  return r;
}

Interval operator*(const Interval& a, const Interval& b) {
  Interval r, other;
  mpfr_mul(r.low_, a.low_, b.low_, MPFR_RNDD);
  mpfr_mul(r.high_, a.low_, b.low_, MPFR_RNDU);
  const auto join = [&](const mpfr_t x, const mpfr_t y) {
    mpfr_mul(other.low_, x, y, MPFR_RNDD);
    mpfr_mul(other.high_, x, y, MPFR_RNDU);
    mpfr_min(r.low_, r.low_, other.low_, MPFR_RNDD);
    mpfr_max(r.high_, r.high_, other.high_, MPFR_RNDU);
  };
  join(a.low_, b.high_);
  join(a.high_, b.low_);
  join(a.high_, b.high_);
  return r;
}

Interval operator/(const Interval& a, const Interval& b) {
  if (spans_zero(b.low_, b.high_)) throw Undecided();
  Interval inverse;
  mpfr_ui_div(inverse.low_, 1, b.high_, MPFR_RNDD);
  mpfr_ui_div(inverse.high_, 1, b.low_, MPFR_RNDU);
  if (mpfr_equal_p(b.low_, b.high_) == 0 || mpfr_equal_p(a.low_, a.high_) == 0) return a * inverse;

  // An exact quotient stays exact.
  Interval r;
  mpfr_div(r.low_, a.low_, b.low_, MPFR_RNDD);
  mpfr_div(r.high_, a.low_, b.low_, MPFR_RNDU);
  return r;
}

#define YG_RISING(name)                       \
  Interval name(const Interval& a) {          \
    Interval r;                               \
    mpfr_##name(r.low_, a.low_, MPFR_RNDD);   \
    mpfr_##name(r.high_, a.high_, MPFR_RNDU); \
    return r;                                 \
  }
YG_RISING(exp)
YG_RISING(log1p)
YG_RISING(atan)
#undef YG_RISING

Interval log(const Interval& a) {
  if (mpfr_sgn(a.low_) <= 0) throw Undecided();
  Interval r;
  mpfr_log(r.low_, a.low_, MPFR_RNDD);
  mpfr_log(r.high_, a.high_, MPFR_RNDU);
  return r;
}

Interval sqrt(const Interval& a) {
  if (mpfr_sgn(a.low_) < 0) throw Undecided();
  Interval r;
  mpfr_sqrt(r.low_, a.low_, MPFR_RNDD);
  mpfr_sqrt(r.high_, a.high_, MPFR_RNDU);
  return r;
}

Interval pi(const Interval*) {
  Interval r;
  mpfr_const_pi(r.low_, MPFR_RNDD);
  mpfr_const_pi(r.high_, MPFR_RNDU);
  return r;
}

bool is_zero(const Interval& a) { return mpfr_zero_p(a.low_) != 0 && mpfr_zero_p(a.high_) != 0; }

int sign(const Interval& a) {
  if (!spans_zero(a.low_, a.high_)) return mpfr_sgn(a.low_);
  if (is_zero(a) || ties_allowed) return 0;
  throw Undecided();
}

double round(const Interval& a) {
  const double low = mpfr_get_d(a.low_, MPFR_RNDN), high = mpfr_get_d(a.high_, MPFR_RNDN);
  if (low == high) return low;
  if (!ties_allowed || mpfr_nan_p(a.low_) != 0 || mpfr_nan_p(a.high_) != 0) throw Undecided();

  // Take the middle without the digits that hold its error.
  mpfr_t middle;
  mpfr_init2(middle, 1000);
  mpfr_add(middle, a.low_, a.high_, MPFR_RNDN);
  mpfr_div_2ui(middle, middle, 1, MPFR_RNDN);
  const double value = mpfr_get_d(middle, MPFR_RNDN);
  mpfr_clear(middle);
  return value;
}

Interval::Parts Interval::parts() const {
  mpfr_t rest;
  mpfr_init2(rest, mpfr_get_prec(low_) + 64);
  const double high = mpfr_get_d(low_, MPFR_RNDN);
  mpfr_sub_d(rest, low_, high, MPFR_RNDN);
  const double low = mpfr_get_d(rest, MPFR_RNDN);
  mpfr_sub_d(rest, low_, high, MPFR_RNDN);
  mpfr_sub_d(rest, rest, low, MPFR_RNDA);
  const double below = std::abs(mpfr_get_d(rest, MPFR_RNDA));
  mpfr_sub(rest, high_, low_, MPFR_RNDU);
  const double width = mpfr_get_d(rest, MPFR_RNDU);
  mpfr_clear(rest);
  return {high, low, (below + width) * (1 + 0x1p-40) + 0x1p-1000};
}

}  // namespace yologold::certain
