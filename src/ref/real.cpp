#include "ref/real.hpp"

namespace yologold::ref {

void Real::clear() {
  mpfr_custom_init(digits_, bits);
  mpfr_custom_init_set(value_, MPFR_ZERO_KIND, 0, bits, digits_);
}

Real::Real(double value) {
  clear();
  mpfr_set_d(value_, value, MPFR_RNDN);
}

Real::Real(const Real& other) {
  clear();
  mpfr_set(value_, other.value_, MPFR_RNDN);
}

Real& Real::operator=(const Real& other) {
  if (this != &other) mpfr_set(value_, other.value_, MPFR_RNDN);
  return *this;
}

Real operator+(const Real& a, const Real& b) {
  Real result;
  mpfr_add(result.value_, a.value_, b.value_, MPFR_RNDN);
  return result;
}

Real operator-(const Real& a, const Real& b) {
  Real result;
  mpfr_sub(result.value_, a.value_, b.value_, MPFR_RNDN);
  return result;
}

Real operator*(const Real& a, const Real& b) {
  Real result;
  mpfr_mul(result.value_, a.value_, b.value_, MPFR_RNDN);
  return result;
}

Real operator/(const Real& a, const Real& b) {
  Real result;
  mpfr_div(result.value_, a.value_, b.value_, MPFR_RNDN);
  return result;
}

Real operator-(const Real& a) {
  Real result;
  mpfr_neg(result.value_, a.value_, MPFR_RNDN);
  return result;
}

Real exp(const Real& a) {
  Real result;
  mpfr_exp(result.value_, a.value_, MPFR_RNDN);
  return result;
}

Real log(const Real& a) {
  Real result;
  mpfr_log(result.value_, a.value_, MPFR_RNDN);
  return result;
}

Real log1p(const Real& a) {
  Real result;
  mpfr_log1p(result.value_, a.value_, MPFR_RNDN);
  return result;
}

Real expm1(const Real& a) {
  Real result;
  mpfr_expm1(result.value_, a.value_, MPFR_RNDN);
  return result;
}

Real sqrt(const Real& a) {
  Real result;
  mpfr_sqrt(result.value_, a.value_, MPFR_RNDN);
  return result;
}

Real atan(const Real& a) {
  Real result;
  mpfr_atan(result.value_, a.value_, MPFR_RNDN);
  return result;
}

Real floor(const Real& a) {
  Real result;
  mpfr_floor(result.value_, a.value_);
  return result;
}

double to_double(const Real& a) { return mpfr_get_d(a.value_, MPFR_RNDN); }

}  // namespace yologold::ref
