#pragma once
#include "lane/logistic.hpp"

namespace yologold::terms {

/// Binary cross-entropy of a logit x against a target y in [0, 1], given decay = e^-|x|.
///   L(x, y) = -y log sigma(x) - (1 - y) log(1 - sigma(x)) = max(x, 0) - x y + log1p(e^-|x|)          dL/dx = sigma(x) - y
///   At x = 0: L = ln 2, dL/dx = 1/2 - y.
/// Valid for every finite x; max error 2 ulp for y in {0, 1}. Source: YOLOv3, objectness and class loss, in the with-logits form:
/// log sigma(x) is -inf below x = -745, this form is not.
template <class V>
YG_INLINE lane::ValueGrad<V> bce_logits(V x, V y, V decay) {
  using T = lane::ScalarOf<V>;
  const V zero(T(0)), one(T(1));
  const auto s = lane::logistic(x, decay);

  // Take the hinge from the side that does not cancel: max(x, 0) - x y = max(-x, 0) + x (1 - y).
  const auto high = y > V(T(0.5));
  const V rest = one - y;
  const V value = (lane::max(lane::select(high, lane::negate(x), x), zero) + lane::select(high, x * rest, lane::negate(x * y))) + lane::log1p_finite(decay);
  return {value, lane::select(high, rest - s.fall, s.rise - y)};
}
template <class V>
YG_INLINE lane::ValueGrad<V> bce_logits(V x, V y) {
  return bce_logits(x, y, lane::decay(x));
}

/// The same against the target 0, given decay = e^-|x|.
///   L(x) = ln(1 + e^x)          dL/dx = sigma(x)
///   At x = 0: L = ln 2, dL/dx = 1/2.
template <class V>
YG_INLINE lane::ValueGrad<V> bce_logits_zero(V x, V decay) {
  return {lane::softplus(x, decay), lane::logistic(x, decay).rise};
}

}  // namespace yologold::terms
