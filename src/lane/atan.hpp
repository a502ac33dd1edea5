#pragma once
#include "lane/exp.hpp"

namespace yologold::lane {

/// atan(x). |x| is first brought below tan(pi/8): atan(t) = pi/2 - atan(1/t), atan(t) = pi/4 + atan((t-1)/(t+1)). Max error: 1.75 ulp.
template <class V>
YG_INLINE V atan(V x) {
  using T = ScalarOf<V>;
  using C = Coefficients<T>;
  const V t = lane::abs(x), one(T(1)), zero(T(0));

  // Bring t below tan(pi/8) by one of two turns.
  const auto far = t > V(T(1) / C::tan_pi_8);
  const auto middle = (t > V(C::tan_pi_8)) & (t <= V(T(1) / C::tan_pi_8));
  const V y = lane::select(far, V(T(-1)), lane::select(middle, t - one, t)) / lane::select(far, t, lane::select(middle, t + one, one));

  // Add the turn back, its low part first.
  const V z = y * y;
  const V share = lane::select(far, one, lane::select(middle, V(T(0.5)), zero));
  const V angle = share * V(C::half_pi_high) + (y + (y * z * lane::polynomial(C::atan, z) + share * V(C::half_pi_low)));
  return lane::select(x < zero, lane::negate(angle), angle);
}

}  // namespace yologold::lane
