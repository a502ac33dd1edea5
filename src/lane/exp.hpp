#pragma once
#include "lane/coefficients.hpp"
#include "lane/lane.hpp"

namespace yologold::lane {

/// c[0] + c[1] x + ... by Horner, in this order on every ISA.
template <class V, class T, int N>
YG_INLINE V polynomial(const T (&c)[N], V x) {
  V sum(c[N - 1]);
  for (int i = N - 2; i >= 0; --i) sum = sum * x + V(c[i]);
  return sum;
}

/// x = k ln 2 + r with |r| <= ln(2)/2: e^r - 1, and 2^k as two factors, so that results may be subnormal or reach inf.
template <class V>
struct ReducedExp {
  V tail, half_power, rest_power;
};

template <class V>
YG_INLINE ReducedExp<V> reduce_exp(V x) {
  using T = ScalarOf<V>;
  using C = Coefficients<T>;
  using B = BitsOfV<V>;
  constexpr int mantissa = sizeof(T) == 8 ? 52 : 23, bias = sizeof(T) == 8 ? 1023 : 127;
  const V magic(C::round_magic);

  // Clamp where the result is 0 or inf anyway; NaN passes.
  x = lane::max(lane::min(x, V(C::exp_high)), V(C::exp_low));

  // Take out the multiple of ln 2.
  const V k = (x * V(C::log2e) + magic) - magic;
  const V r = (x - k * V(C::ln2_high)) - k * V(C::ln2_low);
  const V tail = r + (r * r) * lane::polynomial(C::exp, r);

  // Write 2^k as 2^(k/2) 2^(k - k/2).
  const V half = k * V(T(0.5)) + magic, rest = (k - (half - magic)) + magic;
  const B biased(static_cast<BitsOf<T>>(bias));
  return {tail, lane::from_bits(B((lane::bits(half) + biased) << mantissa)), lane::from_bits(B((lane::bits(rest) + biased) << mantissa))};
}

/// e^x. Subnormal results are right, overflow is inf, NaN stays NaN. Max error: 1 ulp.
template <class V>
YG_INLINE V exp(V x) {
  const auto r = lane::reduce_exp(x);
  return ((V(ScalarOf<V>(1)) + r.tail) * r.half_power) * r.rest_power;
}

/// e^x - 1 without cancellation, for x < 700 (f32: 80). Max error: 2 ulp.
template <class V>
YG_INLINE V expm1(V x) {
  const auto r = lane::reduce_exp(x);
  const V power = r.half_power * r.rest_power;
  return (power - V(ScalarOf<V>(1))) + power * r.tail;
}

}  // namespace yologold::lane
