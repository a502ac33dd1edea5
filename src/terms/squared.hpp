#pragma once
#include "lane/logistic.hpp"

namespace yologold::terms {

/// sigma(x) - y for y in [0, 1], from the side that does not cancel.
template <class V>
YG_INLINE V logistic_minus(const lane::Logistic<V>& s, V y) {
  using T = lane::ScalarOf<V>;
  return lane::select(y > V(T(0.5)), (V(T(1)) - y) - s.fall, s.rise - y);
}

/// Squared error of an activated logit against a target y.
///   L(x, y) = (sigma(x) - y)^2          dL/dx = 2 (sigma(x) - y) sigma(x) (1 - sigma(x))
///   At x = 0, y = 0: L = 1/4, dL/dx = 1/4.
/// Valid for every x. Source: YOLOv1 and v2, objectness; v1, coordinates.
template <class V>
YG_INLINE lane::ValueGrad<V> squared_logistic(V x, V y, V decay) {
  const auto s = lane::logistic(x, decay);
  const V error = logistic_minus(s, y), twice = error + error;
  return {error * error, twice * s.rise * s.fall};
}

/// Squared error of a value as the network emits it.
///   L(x, y) = (x - y)^2          dL/dx = 2 (x - y)
///   At x = 1, y = 0: L = 1, dL/dx = 2.
template <class V>
YG_INLINE lane::ValueGrad<V> squared_linear(V x, V y) {
  const V error = x - y;
  return {error * error, error + error};
}

}  // namespace yologold::terms
