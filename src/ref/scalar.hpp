#pragma once
#include <cmath>
#include <type_traits>

#include "ref/real.hpp"

namespace yologold::ref {

// One name for the functions of both scalars, double and Real.
using std::atan;
using std::exp;
using std::expm1;
using std::floor;
using std::log;
using std::log1p;
using std::sqrt;

inline double to_double(double value) { return value; }

/// The T nearest to a real number.
template <class T>
T from_real(const Real& value) {
  if constexpr (std::is_same_v<T, Real>)
    return value;
  else
    return to_double(value);
}

template <class T>
T least(const T& a, const T& b) {
  return b < a ? b : a;
}

template <class T>
T most(const T& a, const T& b) {
  return b > a ? b : a;
}

template <class T>
T square(const T& a) {
  return a * a;
}

/// 1/(1 + e^-t), written so that e never overflows.
template <class T>
T sigma(const T& t) {
  if (t < T(0)) return exp(t) / (T(1) + exp(t));
  return T(1) / (T(1) + exp(-t));
}

/// sigma'(t) = sigma(t) (1 - sigma(t)).
template <class T>
T sigma_slope(const T& t) {
  return sigma(t) * sigma(T(-t));
}

/// ln sigma(t), finite for every finite t.
template <class T>
T log_sigma(const T& t) {
  return t < T(0) ? T(t - log1p(exp(t))) : T(-log1p(exp(-t)));
}

template <class T>
T pi() {
  static const T value = T(4) * atan(T(1));
  return value;
}

}  // namespace yologold::ref
