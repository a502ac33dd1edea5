#pragma once
#include <mpfr.h>

namespace yologold::ref {

/// A real number of 400 bits, rounded to the nearest, ties to even. Holds its digits in place: copying allocates nothing.
class Real {
 public:
  static constexpr int bits = 400;

  Real() : Real(0.0) {}
  Real(double value);  ///< exact
  Real(const Real& other);
  Real& operator=(const Real& other);

  friend Real operator+(const Real& a, const Real& b);
  friend Real operator-(const Real& a, const Real& b);
  friend Real operator*(const Real& a, const Real& b);
  friend Real operator/(const Real& a, const Real& b);
  friend Real operator-(const Real& a);
  Real& operator+=(const Real& other) { return *this = *this + other; }

  friend bool operator<(const Real& a, const Real& b) { return mpfr_less_p(a.value_, b.value_) != 0; }
  friend bool operator>(const Real& a, const Real& b) { return b < a; }
  friend bool operator<=(const Real& a, const Real& b) { return mpfr_lessequal_p(a.value_, b.value_) != 0; }
  friend bool operator>=(const Real& a, const Real& b) { return b <= a; }
  friend bool operator==(const Real& a, const Real& b) { return mpfr_equal_p(a.value_, b.value_) != 0; }

  friend Real exp(const Real& a);
  friend Real log(const Real& a);
  friend Real log1p(const Real& a);
  friend Real expm1(const Real& a);
  friend Real sqrt(const Real& a);
  friend Real atan(const Real& a);
  friend Real floor(const Real& a);
  friend double to_double(const Real& a);  ///< the nearest f64

 private:
  mp_limb_t digits_[(bits + GMP_NUMB_BITS - 1) / GMP_NUMB_BITS];
  mpfr_t value_;

  void clear();
};

// Declared here too, so that they are found where no argument is a Real yet.
Real exp(const Real& a);
Real log(const Real& a);
Real log1p(const Real& a);
Real expm1(const Real& a);
Real sqrt(const Real& a);
Real atan(const Real& a);
Real floor(const Real& a);
double to_double(const Real& a);

}  // namespace yologold::ref
