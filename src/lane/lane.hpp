#pragma once
#include <bit>
#include <cstdint>
#if defined(__aarch64__) && __has_include(<arm_neon.h>)
#include <arm_neon.h>
// xsimd 8.1 divides floats on NEON by an approximation. An overload for the exact architecture is preferred to it; it must be declared before its use in xsimd.
namespace xsimd {
struct neon64;
template <class T, class A>
class batch;
namespace kernel {
template <class A>
inline batch<float, A> div(const batch<float, A>& a, const batch<float, A>& b, const neon64&) noexcept;
}
}  // namespace xsimd
#endif
#include <xsimd/xsimd.hpp>
#if defined(__aarch64__)
template <class A>
inline xsimd::batch<float, A> xsimd::kernel::div(const batch<float, A>& a, const batch<float, A>& b, const neon64&) noexcept {
  return vdivq_f32(a, b);
}
#endif

#define YG_INLINE [[gnu::always_inline]] inline

/// The scalar types a formula runs on: float, double, and SIMD batches of them. A formula is a template over V and uses only what stands here:
/// + - * /, comparisons, select, abs, sqrt and bit operations, which give the same bits on every ISA. Everything is inlined:
/// an object compiled for one ISA must not export a function that another could pick up.
namespace yologold::lane {

template <class T>
using BitsOf = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;

template <class V>
struct Traits {
  using Scalar = V;
  using Bits = BitsOf<V>;
};

template <class T, class A>
struct Traits<xsimd::batch<T, A>> {
  using Scalar = T;
  using Bits = xsimd::batch<BitsOf<T>, A>;
};

template <class V>
using ScalarOf = typename Traits<V>::Scalar;
template <class V>
using BitsOfV = typename Traits<V>::Bits;

YG_INLINE double select(bool m, double a, double b) { return m ? a : b; }
YG_INLINE float select(bool m, float a, float b) { return m ? a : b; }
template <class T, class A>
YG_INLINE xsimd::batch<T, A> select(const xsimd::batch_bool<T, A>& m, const xsimd::batch<T, A>& a, const xsimd::batch<T, A>& b) {
  return xsimd::select(m, a, b);
}

YG_INLINE std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }
YG_INLINE std::uint32_t bits(float x) { return std::bit_cast<std::uint32_t>(x); }
YG_INLINE double from_bits(std::uint64_t b) { return std::bit_cast<double>(b); }
YG_INLINE float from_bits(std::uint32_t b) { return std::bit_cast<float>(b); }

#if XSIMD_VERSION_MAJOR >= 9
template <class T, class A>
YG_INLINE xsimd::batch<BitsOf<T>, A> bits(const xsimd::batch<T, A>& x) {
  return xsimd::bitwise_cast<BitsOf<T>>(x);
}
template <class A>
YG_INLINE xsimd::batch<double, A> from_bits(const xsimd::batch<std::uint64_t, A>& b) {
  return xsimd::bitwise_cast<double>(b);
}
template <class A>
YG_INLINE xsimd::batch<float, A> from_bits(const xsimd::batch<std::uint32_t, A>& b) {
  return xsimd::bitwise_cast<float>(b);
}
#else
template <class T, class A>
YG_INLINE xsimd::batch<BitsOf<T>, A> bits(const xsimd::batch<T, A>& x) {
  return xsimd::bitwise_cast<xsimd::batch<BitsOf<T>, A>>(x);
}
template <class A>
YG_INLINE xsimd::batch<double, A> from_bits(const xsimd::batch<std::uint64_t, A>& b) {
  return xsimd::bitwise_cast<xsimd::batch<double, A>>(b);
}
template <class A>
YG_INLINE xsimd::batch<float, A> from_bits(const xsimd::batch<std::uint32_t, A>& b) {
  return xsimd::bitwise_cast<xsimd::batch<float, A>>(b);
}
#endif

/// |x|, by clearing the sign bit.
template <class V>
YG_INLINE V abs(V x) {
  using B = BitsOfV<V>;
  constexpr auto sign = BitsOf<ScalarOf<V>>{1} << (sizeof(ScalarOf<V>) * 8 - 1);
  return lane::from_bits(B(lane::bits(x) & B(~sign)));
}

/// -x, by flipping the sign bit (0 - x would lose the sign of zero).
template <class V>
YG_INLINE V negate(V x) {
  using B = BitsOfV<V>;
  constexpr auto sign = BitsOf<ScalarOf<V>>{1} << (sizeof(ScalarOf<V>) * 8 - 1);
  return lane::from_bits(B(lane::bits(x) ^ B(sign)));
}

YG_INLINE double sqrt(double x) { return __builtin_sqrt(x); }
YG_INLINE float sqrt(float x) { return __builtin_sqrtf(x); }

/// min and max with a stated rule: the first where either is NaN or both are equal.
template <class V>
YG_INLINE V min(V a, V b) {
  return lane::select(b < a, b, a);
}
template <class V>
YG_INLINE V max(V a, V b) {
  return lane::select(a < b, b, a);
}
#if defined(__x86_64__)
// With the operands in this order minps and maxps follow the rule; a blend is three operations on AVX2.
template <class T, class A>
YG_INLINE xsimd::batch<T, A> min(xsimd::batch<T, A> a, xsimd::batch<T, A> b) {
  return xsimd::min(b, a);
}
template <class T, class A>
YG_INLINE xsimd::batch<T, A> max(xsimd::batch<T, A> a, xsimd::batch<T, A> b) {
  return xsimd::max(b, a);
}
#endif

/// A constant, exact in V's scalar type.
template <class V>
YG_INLINE V constant(double c) {
  return V(static_cast<ScalarOf<V>>(c));
}

template <class V>
struct ValueGrad {
  V value, slope;
};

}  // namespace yologold::lane
