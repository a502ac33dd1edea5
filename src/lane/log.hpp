#pragma once
#include "lane/exp.hpp"

namespace yologold::lane {

/// ln(x) + extra for a normal x > 0 and a small extra (|extra| << |ln x| or x near 1):
/// x = 2^k (1 + f), s = f/(2 + f), ln(1 + f) = f - (f^2/2 - s (f^2/2 + s^2 tail(s^2))).
template <class V>
YG_INLINE V log_normal(V x, V extra, V exponent_shift) {
  using T = ScalarOf<V>;
  using C = Coefficients<T>;
  using B = BitsOfV<V>;
  using U = BitsOf<T>;
  constexpr int mantissa = sizeof(T) == 8 ? 52 : 23;
  constexpr U one = std::bit_cast<U>(T(1)), low = std::bit_cast<U>(C::sqrt_half), integer = std::bit_cast<U>(T(U{1} << mantissa));

  // Split off the exponent so that 1 + f lies in [sqrt(1/2), sqrt(2)).
  const B lifted = lane::bits(x) + B(one - low);
  const V k = (lane::from_bits(B((lifted >> mantissa) | B(integer))) - V(T(U{1} << mantissa) + T(one >> mantissa))) - exponent_shift;
  const V f = lane::from_bits(B((lifted & B((U{1} << mantissa) - 1)) + B(low))) - V(T(1));

  // Sum from the small to the large.
  const V s = f / (V(T(2)) + f), z = s * s, half_square = V(T(0.5)) * f * f;
  const V tail = z * lane::polynomial(C::log, z);
  return k * V(C::ln2_high) - ((half_square - (s * (half_square + tail) + (k * V(C::ln2_low) + extra))) - f);
}

/// ln(x): -inf at 0, NaN below, inf at inf. Max error: 0.95 ulp.
template <class V>
YG_INLINE V log(V x) {
  using T = ScalarOf<V>;
  using C = Coefficients<T>;
  const auto subnormal = x < V(C::smallest_normal);
  const V normal = lane::select(subnormal, x * V(C::subnormal_lift), x);
  const V y = lane::log_normal(normal, V(T(0)), lane::select(subnormal, V(T(C::subnormal_shift)), V(T(0))));
  constexpr T inf = __builtin_huge_val();
  const V at_edge = lane::select(x == V(T(0)), V(-inf), lane::select(x < V(T(0)), V(T(__builtin_nan(""))), x));
  return lane::select((x > V(T(0))) & (x < V(inf)), y, at_edge);
}

/// ln(1 + x) for a finite x > -1, without cancellation. Max error: 1.3 ulp.
template <class V>
YG_INLINE V log1p_finite(V x) {
  using T = ScalarOf<V>;
  const V u = V(T(1)) + x;

  // Recover what the sum lost; ln(u + lost) = ln(u) + lost/u.
  const V back = u - V(T(1));
  const V lost = (V(T(1)) - (u - back)) + (x - back);
  return lane::log_normal(u, lost / u, V(T(0)));
}

/// The same; inf at inf, NaN stays NaN.
template <class V>
YG_INLINE V log1p(V x) {
  using T = ScalarOf<V>;
  constexpr T inf = __builtin_huge_val();
  return lane::select((x > V(T(-1))) & (x < V(inf)), lane::log1p_finite(x), x);
}

}  // namespace yologold::lane
