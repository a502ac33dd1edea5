#pragma once
#include <gmp.h>
#include <mpfr.h>

#include "certain/undecided.hpp"

namespace yologold::certain {

/// The digits that intervals of this thread carry while it lives.
class Precision {
 public:
  /// @param ties  what these digits can not tell apart is equal
  Precision(int bits, bool ties);
  ~Precision();
  Precision(const Precision&) = delete;
  Precision& operator=(const Precision&) = delete;
  static int bits();

 private:
  int saved_bits_;
  bool saved_ties_;
};

/// A real number somewhere in [low, high], both MPFR numbers: each operation rounds low down and high up. An exact number has low = high and stays exact
/// as long as the digits reach.
class Interval {
 public:
  Interval() : Interval(0.0) {}
  Interval(double exact);
  Interval(const Interval& other);
  Interval(Interval&& other) noexcept;
  Interval& operator=(Interval other) noexcept;
  ~Interval();

  friend Interval operator+(const Interval& a, const Interval& b);
  friend Interval operator-(const Interval& a, const Interval& b);
  friend Interval operator*(const Interval& a, const Interval& b);
  friend Interval operator/(const Interval& a, const Interval& b);
  friend Interval operator-(const Interval& a);
  friend Interval& operator+=(Interval& a, const Interval& b) { return a = a + b; }

  friend Interval exp(const Interval& a);
  friend Interval log(const Interval& a);
  friend Interval log1p(const Interval& a);
  friend Interval sqrt(const Interval& a);
  friend Interval atan(const Interval& a);
  friend Interval pi(const Interval*);
  friend int sign(const Interval& a);
  friend bool is_zero(const Interval& a);

  /// The f64 that every number of the interval rounds to; with ties allowed, the one its middle does, ties to even. Undecided where there is none.
  friend double round(const Interval& a);

  /// The nearest f64 to the middle, the nearest to what is left, and a bound of the rest.
  struct Parts {
    double high, low, radius;
  };
  Parts parts() const;

 private:
  mpfr_t low_, high_;
};

}  // namespace yologold::certain
