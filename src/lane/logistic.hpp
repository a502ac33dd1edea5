#pragma once
#include "lane/log.hpp"

namespace yologold::lane {

/// The logistic function from both sides, sharing one exponential and one division.
template <class V>
struct Logistic {
  V rise;   ///< sigma(t) = 1/(1 + e^-t)
  V fall;   ///< sigma(-t) = 1 - sigma(t), without the cancellation
  V decay;  ///< e^-|t|
};

/// e^-|t|.
template <class V>
YG_INLINE V decay(V t) {
  return lane::exp(lane::negate(lane::abs(t)));
}

/// Given decay = e^-|t|. Max error of rise and fall: 2.5 ulp.
template <class V>
YG_INLINE Logistic<V> logistic(V t, V decay) {
  const V zero(ScalarOf<V>(0)), one(ScalarOf<V>(1));
  const V near = one / (one + decay), far = decay * near;
  return {lane::select(t < zero, far, near), lane::select(t < zero, near, far), decay};
}
template <class V>
YG_INLINE Logistic<V> logistic(V t) {
  return lane::logistic(t, lane::decay(t));
}

/// ln(1 + e^t) = max(t, 0) + log1p(e^-|t|), given decay = e^-|t|. A NaN comes through the maximum. Max error: 1.7 ulp.
template <class V>
YG_INLINE V softplus(V t, V decay) {
  return lane::max(t, V(ScalarOf<V>(0))) + lane::log1p_finite(decay);
}

/// sigma(t) - 1/2 = tanh(t/2)/2, without cancellation near 0. Max error: 2.6 ulp.
template <class V>
YG_INLINE V centred_logistic(V t) {
  const V zero(ScalarOf<V>(0)), one(ScalarOf<V>(1)), half(ScalarOf<V>(0.5));
  const V less = lane::expm1(negate(lane::abs(t)));  // e^-|t| - 1
  const V size = half * lane::negate(less) / ((one + less) + one);
  return lane::select(t < zero, lane::negate(size), size);
}

}  // namespace yologold::lane
