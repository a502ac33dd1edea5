#pragma once
#include <array>

#include "certain/dd.hpp"
#include "lane/log.hpp"

/// exp, expm1, log1p, log and atan of double-doubles. Each states a bound of its relative error; ball.hpp uses `function_error`, 2^-88, for all.
namespace yologold::certain {

/// 1/n! for n = 2..7 as double-doubles, and from 8 on, where a term is below 2^-46 of the sum, as f64.
struct ExpTable {
  static constexpr double high[] = {0x1p-1, 0x1.5555555555555p-3, 0x1.5555555555555p-5, 0x1.1111111111111p-7, 0x1.6c16c16c16c17p-10, 0x1.a01a01a01a01ap-13};
  static constexpr double low[] = {0, 0x1.5555555555555p-57, 0x1.5555555555555p-59, 0x1.1111111111111p-63, -0x1.f49f49f49f49fp-65, 0x1.a01a01a01a01ap-73};
  static constexpr double tail[] = {0x1.a01a01a01a01ap-16, 0x1.71de3a556c734p-19, 0x1.27e4fb7789f5cp-22, 0x1.ae64567f544e4p-26, 0x1.1eed8eff8d898p-29,
                                    0x1.6124613a86d09p-33, 0x1.93974a8c07c9dp-37, 0x1.ae7f3e733b81fp-41, 0x1.ae7f3e733b81fp-45};
};

/// x = k ln 2 + r, |r| < 0.3466: e^r - 1, and 2^k. |x| <= 650.
template <class V>
struct DdExp {
  Dd<V> tail;
  V power;
};

/// The argument: x.hi - k L1 is exact (L1 has 32 bits; Sterbenz), k L2 is split exactly, k (ln 2 - L1 - L2 - L3) < 2^-130; the low parts, below 2^-43,
/// are rounded four times: 2^-95 absolute, which k = 0, where the relative error of r counts, does not have.
/// The series on |r/8| < 0.0434 is cut behind the 16th power, 2^-115 of the sum; the f64 tail errs by 2^-52 of a term below 2^-46 of the sum.
/// Three times p -> 2p + p^2 undoes the eighth; each keeps p's relative error (|p| < 0.42) and adds 2^-100. In all below 2^-94.
template <class V>
YG_INLINE DdExp<V> reduce_exp(Dd<V> x) {
  using C = lane::Coefficients<double>;
  using B = lane::BitsOfV<V>;
  const V magic(C::round_magic), shifted = x.hi * V(C::log2e) + magic, k = shifted - magic;
  const auto rest = two_product(k, V(-0x1.a39ef35793c76p-33));
  const auto sum = two_sum(x.hi - k * V(0x1.62e42feep-1), rest.hi);
  auto r = two_sum(sum.hi, sum.lo + (rest.lo + (x.lo - k * V(0x1.cc01f97b57a08p-87))));
  r = scale(r, V(0.125));

  // Sum the series.
  const auto first = two_sum(V(ExpTable::high[5]), r.hi * lane::polynomial(ExpTable::tail, r.hi));
  Dd<V> q = quick_two_sum(first.hi, first.lo + V(ExpTable::low[5]));
  for (int n = 4; n >= 0; --n) q = add_smaller(dd<V>(ExpTable::high[n], ExpTable::low[n]), mul(q, r));
  Dd<V> p = add_smaller(r, mul(r, mul(r, q)));

  // Undo the eighth.
  for (int i = 0; i < 3; ++i) p = add_smaller(scale(p, V(2.0)), mul(p, p));
  const B biased = lane::bits(shifted) + B(std::uint64_t{1023});
  return {p, lane::from_bits(B(biased << 52))};
}

/// e^x, |x| <= 650. Below 2^-94.
template <class V>
YG_INLINE Dd<V> exp(Dd<V> x) {
  const auto e = reduce_exp(x);
  return scale(add(e.tail, dd<V>(1)), e.power);
}

/// e^x - 1, |x| <= 650: (2^k - 1) + 2^k p does not cancel, for k != 0 means |x| > 0.34. Below 2^-93.
template <class V>
YG_INLINE Dd<V> expm1(Dd<V> x) {
  const auto e = reduce_exp(x);
  return add(two_sum(e.power, V(-1.0)), scale(e.tail, e.power));
}

/// ln(1 + x), -0.3 <= x <= 1, by one Newton step: y + ((1 + x) e^-y - 1), written x + q (1 + x) with q = e^-y - 1.
/// y is within 2^-51 of the value, so the step's error, half the square of the correction, is below 2^-102 |y|; q's error enters with |q (1+x)| <= 1.1 |y|.
/// Below 2^-91.
template <class V>
YG_INLINE Dd<V> log1p(Dd<V> x) {
  const V y = lane::log1p(x.hi);
  const auto q = expm1(Dd<V>{lane::negate(y), V(0.0)});
  const auto correction = add(x, mul(q, add(x, dd<V>(1))));
  return add(Dd<V>{y, V(0.0)}, correction);
}

/// ln x for a normal x > 0: k ln 2 + ln(1 + (m - 1)), m in [sqrt(1/2), sqrt(2)); for k != 0 the sum does not cancel below 0.34. Below 2^-90.
inline Dd<double> log(Dd<double> x) {
  using C = lane::Coefficients<double>;
  const std::uint64_t one = lane::bits(1.0), lifted = lane::bits(x.hi) + (one - lane::bits(C::sqrt_half));
  const auto k = static_cast<std::int64_t>(lifted >> 52) - 1023;
  const auto half = k / 2;
  const auto power = [](std::int64_t e) { return lane::from_bits(static_cast<std::uint64_t>(1023 - e) << 52); };
  const auto m = scale(scale(x, power(half)), power(k - half));
  const auto rest = log1p(sub(m, dd<double>(1)));
  const double n = static_cast<double>(k);
  const auto whole = add(add(Dd<double>{n * 0x1.62e42feep-1, 0}, two_product(n, 0x1.a39ef35793c76p-33)), Dd<double>{n * 0x1.cc01f97b57a08p-87, 0});
  return add(whole, rest);
}

/// pi/2 as a double-double, within 2^-109.
inline Dd<double> half_pi() { return {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54}; }

/// 1, 1/3, ..., 1/25.
inline const std::array<Dd<double>, 13>& odd_inverses() {
  static const auto table = [] {
    std::array<Dd<double>, 13> all;
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = div(dd<double>(1), dd<double>(static_cast<double>(2 * i + 1)));
    return all;
  }();
  return table;
}

/// atan x. |x| > 1 by pi/2 - atan(1/x); four times atan x = 2 atan(x/(1 + sqrt(1 + x^2))) brings x below 0.05, each step within 2^-97 relative;
/// the series is cut behind x^25, 2^-116 of the sum. pi/2 - atan does not cancel: atan(1/x) <= pi/4. Below 2^-92.
inline Dd<double> atan(Dd<double> x) {
  const bool far = lane::abs(x.hi) > 1, below = x.hi < 0;
  auto t = below ? negate(x) : x;
  const auto one = dd<double>(1);
  if (far) t = div(one, t);
  for (int i = 0; i < 4; ++i) t = div(t, add(one, sqrt(add(one, mul(t, t)))));
  const auto z = negate(mul(t, t));
  auto sum = odd_inverses()[12];
  for (std::size_t n = 12; n-- > 0;) sum = add_smaller(odd_inverses()[n], mul(sum, z));
  sum = scale(mul(sum, t), 16.0);
  if (far) sum = sub(half_pi(), sum);
  return below ? negate(sum) : sum;
}

}  // namespace yologold::certain
