#pragma once
#include "lane/log.hpp"

namespace yologold::lane {

/// ln(a/b) for a, b > 0, without cancellation where a is near b.
template <class V>
YG_INLINE V log_ratio(V a, V b) {
  using T = ScalarOf<V>;
  const V less = a - b;
  return lane::select(lane::abs(less) < V(T(0.5)) * b, lane::log1p(less / b), lane::log(a / b));
}

/// ln(f/(1 - f)) for 0 < f < 1; around 1/2 as log1p((2f - 1)/(1 - f)), where f - 1/2 is exact. Max error: 3.5 ulp.
template <class V>
YG_INLINE V logit(V f) {
  using T = ScalarOf<V>;
  const V one(T(1)), rest = one - f, above = f - V(T(0.5));
  const auto central = (f > V(T(0.25))) & (f < V(T(0.75)));
  return lane::select(central, lane::log1p((above + above) / rest), lane::log(f) - lane::log1p(negate(f)));
}

}  // namespace yologold::lane
