#pragma once
#include "lane/ratio.hpp"
#include "terms/squared.hpp"
#include "yologold/choices.hpp"

/// The differences that squared coordinate terms are made of: prediction minus truth in the space of the loss, and its derivative with respect to the logit.
namespace yologold::terms {

template <class V>
struct Difference {
  V error, rate;
};

/// (e, e') -> e^2 and 2 e e'; or, for darknet's delta, e^2 and -e.
template <class V>
YG_INLINE lane::ValueGrad<V> squared(const Difference<V>& d, bool delta) {
  return {d.error * d.error, delta ? lane::negate(d.error) : (d.error + d.error) * d.rate};
}

/// x^ - x with x^ = sigma(t).
template <class V>
YG_INLINE Difference<V> offset_logistic(V t, V x) {
  const auto s = lane::logistic(t);
  return {logistic_minus(s, x), s.rise * s.fall};
}

/// x^ - x with x^ = t.
template <class V>
YG_INLINE Difference<V> offset_linear(V t, V x) {
  return {t - x, V(lane::ScalarOf<V>(1))};
}

/// v1: w^ - w in the space of size_error; w and w^ = sigma(t) are fractions of the image.
///   sqrt: sqrt(sigma(t)), whose derivative 1/2 sqrt(sigma(t)) sigma(-t) is finite everywhere
template <class V>
YG_INLINE Difference<V> size_logistic(V t, V w, SizeError space) {
  const V half = lane::constant<V>(0.5);
  const auto s = lane::logistic(t);
  const V root = lane::sqrt(s.rise);
  switch (space) {
    case SizeError::sqrt:
      return {root - lane::sqrt(w), half * root * s.fall};
    case SizeError::log:
      return {lane::negate(lane::softplus(lane::negate(t), s.decay)) - lane::log(w), s.fall};
    default:
      return {logistic_minus(s, w), s.rise * s.fall};
  }
}

/// v1: as above with w^ = t.
template <class V>
YG_INLINE Difference<V> size_linear(V t, V w, SizeError space) {
  const V one(lane::ScalarOf<V>(1)), half = lane::constant<V>(0.5);
  switch (space) {
    case SizeError::sqrt:
      return {lane::sqrt(t) - lane::sqrt(w), half / lane::sqrt(t)};
    case SizeError::log:
      return {lane::log_ratio(t, w), one / t};
    default:
      return {t - w, one};
  }
}

/// v1: as above with w^ = t^2.
template <class V>
YG_INLINE Difference<V> size_linear_sqrt(V t, V w, SizeError space) {
  const V one(lane::ScalarOf<V>(1)), two = lane::constant<V>(2);
  switch (space) {
    case SizeError::sqrt:
      return {t - lane::sqrt(w), one};
    case SizeError::log:
      return {lane::log_ratio(t * t, w), two / t};
    default:
      return {t * t - w, t + t};
  }
}

/// v2: w^ - w with w^ = anchor e^t; anchor, w and w^ in cells, `unit` cells to the unit of the loss.
///   t-space: t - ln(w/anchor)        sqrt: sqrt(w^) - sqrt(w), image fractions
template <class V>
YG_INLINE Difference<V> size_anchor(V t, V w, V anchor, V unit, SizeSpace space) {
  const V one(lane::ScalarOf<V>(1)), half = lane::constant<V>(0.5);
  if (space == SizeSpace::t_space) return {t - lane::log_ratio(w, anchor), one};
  const V pred = anchor * lane::exp(t) * unit;
  if (space != SizeSpace::sqrt) return {pred - w * unit, pred};
  const V root = lane::sqrt(pred);
  return {root - lane::sqrt(w * unit), half * root};
}

/// v3: tx^ - tx, the target logit(off) of an offset clamped to [eps, 1 - eps].
template <class V>
YG_INLINE Difference<V> offset_logit(V t, V off, V eps) {
  const V one(lane::ScalarOf<V>(1)), bound = lane::logit(eps);
  const V target = lane::select(off < eps, bound, lane::select(one - off < eps, lane::negate(bound), lane::logit(off)));
  return {t - target, one};
}

}  // namespace yologold::terms
