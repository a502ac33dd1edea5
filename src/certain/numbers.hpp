#pragma once
#include <cstdint>

#include "certain/ball.hpp"
#include "certain/interval.hpp"

/// Formulas are templates over S, a Ball<double> or an Interval: real numbers with their uncertainty. Comparisons that these can not decide throw Undecided.
namespace yologold::certain {

template <class S>
S whole(std::int64_t n) {
  return S(static_cast<double>(n));
}

template <class S>
S square(const S& a) {
  return a * a;
}

template <class S>
S larger(const S& a, const S& b) {
  return sign(b - a) > 0 ? b : a;
}

template <class S>
S smaller(const S& a, const S& b) {
  return sign(a - b) > 0 ? b : a;
}

template <class S>
S pi() {
  return pi(static_cast<const S*>(nullptr));
}

/// sigma(t), sigma(-t) = 1 - sigma(t) and e^-|t|.
template <class S>
struct Logistic {
  S rise, fall, decay;

  explicit Logistic(double t) : decay(exp(S(t < 0 ? t : -t))) {
    const S near = S(1.0) / (S(1.0) + decay), far = decay * near;
    rise = t < 0 ? far : near;
    fall = t < 0 ? near : far;
  }
};

/// ln(1 + e^t), given e^-|t|.
template <class S>
S softplus(double t, const S& decay) {
  const S rest = log1p(decay);
  return t > 0 ? S(t) + rest : rest;
}

}  // namespace yologold::certain
