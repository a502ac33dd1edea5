#pragma once
#include <concepts>

#include "lane/lane.hpp"

/// Double-double arithmetic: the unevaluated sum of two f64, about 106 bits. One text for double and for SIMD batches. No result needs a fused multiply-add;
/// AVX-512, which has one, gets the low part of a product from it: the same number, where it is normal.
/// Relative errors (u = 2^-53), from Joldes, Muller, Popescu, "Tight and rigorous error bounds for basic building blocks of double-word arithmetic" (2017):
///   a + b: 3 u^2 + 13 u^3 (AccurateDWPlusDW)      a b: 7 u^2 (DWTimesDW1)      a / b: 17 u^2 (DWDivDW2, 15 u^2 + 56 u^3; our product in it adds 3/2 u^2)
/// All are below 2^-100; sqrt (one Karp step) is too. They hold while nothing overflows and no product's low part leaves the normal range;
/// what underflow costs is below 2^-1000 while operands are below 2^40 (ball.hpp accounts for it).
namespace yologold::certain {

using lane::ScalarOf;

template <class V>
struct Dd {
  V hi, lo;
};

/// a + b exactly (Knuth).
template <class V>
YG_INLINE Dd<V> two_sum(V a, V b) {
  const V s = a + b, back = s - a;
  return {s, (a - (s - back)) + (b - back)};
}

/// a + b exactly where |a| >= |b| or a = 0 (Dekker).
template <class V>
YG_INLINE Dd<V> quick_two_sum(V a, V b) {
  const V s = a + b;
  return {s, b - (s - a)};
}

/// a b exactly (Veltkamp's split, Dekker's product), |a|, |b| < 2^995.
template <class V>
YG_INLINE Dd<V> two_product(V a, V b) {
  const V splitter(134217729.0), hi = a * b;
  const V ca = splitter * a, cb = splitter * b;
  const V ah = ca - (ca - a), al = a - ah, bh = cb - (cb - b), bl = b - bh;
  return {hi, ((ah * bh - hi) + ah * bl + al * bh) + al * bl};
}

#if defined(__AVX512F__)
/// The same number in two steps; xsimd 8.1 would round the product.
template <std::derived_from<xsimd::avx512f> A>
YG_INLINE Dd<xsimd::batch<double, A>> two_product(xsimd::batch<double, A> a, xsimd::batch<double, A> b) {
  const xsimd::batch<double, A> hi = a * b;
  return {hi, xsimd::batch<double, A>(_mm512_fmsub_pd(a, b, hi))};
}
#endif

template <class V>
YG_INLINE Dd<V> negate(Dd<V> a) {
  return {lane::negate(a.hi), lane::negate(a.lo)};
}

template <class V>
YG_INLINE Dd<V> add(Dd<V> a, Dd<V> b) {
  const auto s = two_sum(a.hi, b.hi), t = two_sum(a.lo, b.lo);
  const auto v = quick_two_sum(s.hi, s.lo + t.hi);
  return quick_two_sum(v.hi, t.lo + v.lo);
}

/// a + b where |a| >= 4 |b|, in 8 operations: the low parts are below u (|a| + |b|), two of their sums are rounded. Below 6 u^2.
template <class V>
YG_INLINE Dd<V> add_smaller(Dd<V> a, Dd<V> b) {
  const auto s = quick_two_sum(a.hi, b.hi);
  return quick_two_sum(s.hi, s.lo + (a.lo + b.lo));
}

template <class V>
YG_INLINE Dd<V> sub(Dd<V> a, Dd<V> b) {
  return add(a, certain::negate(b));
}

template <class V>
YG_INLINE Dd<V> mul(Dd<V> a, Dd<V> b) {
  const auto p = two_product(a.hi, b.hi);
  return quick_two_sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

/// A quotient digit, and what remains divided by the divisor (DWDivDW2).
template <class V>
YG_INLINE Dd<V> div(Dd<V> a, Dd<V> b) {
  const V first = a.hi / b.hi;
  const auto back = mul(b, Dd<V>{first, V(0.0)});
  return quick_two_sum(first, ((a.hi - back.hi) + (a.lo - back.lo)) / b.hi);
}

/// s + (a - s^2)/(2 s) with s = sqrt(a.hi) in f64: the step squares s's relative error, 2^-53, and the quotient adds 2^-53 of that.
YG_INLINE Dd<double> sqrt(Dd<double> a) {
  const double s = lane::sqrt(a.hi);
  const auto rest = sub(a, two_product(s, s));
  return quick_two_sum(s, rest.hi / (s + s));
}

/// Multiplies by a power of two: exact.
template <class V>
YG_INLINE Dd<V> scale(Dd<V> a, V power) {
  return {a.hi * power, a.lo * power};
}

template <class V>
YG_INLINE Dd<V> dd(double hi, double lo = 0) {
  return {V(hi), V(lo)};
}

}  // namespace yologold::certain
