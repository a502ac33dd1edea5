#pragma once
#include "certain/dd_functions.hpp"
#include "certain/undecided.hpp"

namespace yologold::certain {

/// A real number somewhere in [mid - radius, mid + radius]. Every operation encloses what it would give on every number of its operands:
/// the first-order and all higher terms of the operands' radii, the error of the double-double operation, and `tiny` for underflow.
/// The radius is itself computed in f64, a few operations on non-negative numbers: `up` is more than their rounding.
template <class V>
struct Ball {
  Dd<V> mid;
  V radius;

  Ball() : Ball(V(0.0)) {}
  Ball(V exact) : mid{exact, V(0.0)}, radius(V(0.0)) {}
  Ball(Dd<V> m, V r) : mid(m), radius(r) {}
};

inline constexpr double up = 1 + 0x1p-40;
inline constexpr double operation_error = 0x1p-99;  ///< of + - * / sqrt: above 2^-100 (dd.hpp) times the inflation by |mid.lo|
inline constexpr double function_error = 0x1p-88;   ///< of exp, expm1, log1p, log, atan: above 2^-90 (dd_functions.hpp)
inline constexpr double tiny = 0x1p-950;            ///< more than a lost low part below the normal range, times any later factor that keeps below 2^40

template <class V>
YG_INLINE V size(const Ball<V>& a) {
  return lane::abs(a.mid.hi);
}

/// Zero, and known to be.
template <class V>
YG_INLINE auto is_zero(const Ball<V>& a) {
  return (a.mid.hi == V(0.0)) & (a.radius == V(0.0));
}

/// An f64, and known to be. Products and sums of two such are exact.
YG_INLINE bool is_plain(const Ball<double>& a) { return a.mid.lo == 0 && a.radius == 0; }

template <class V>
YG_INLINE Ball<V> operator-(const Ball<V>& a) {
  return {negate(a.mid), a.radius};
}

template <class V>
YG_INLINE Ball<V> operator+(const Ball<V>& a, const Ball<V>& b) {
  const auto sum = add(a.mid, b.mid);
  const V radius = V(up) * ((a.radius + b.radius) + V(operation_error) * lane::abs(sum.hi));
  if constexpr (std::is_same_v<V, double>)
    if (is_plain(a) && is_plain(b)) return {sum, 0};
  return {sum, radius};
}

template <class V>
YG_INLINE Ball<V> operator-(const Ball<V>& a, const Ball<V>& b) {
  return a + -b;
}

template <class V>
YG_INLINE Ball<V> operator*(const Ball<V>& a, const Ball<V>& b) {
  const auto product = mul(a.mid, b.mid);
  const V carried = size(a) * b.radius + size(b) * a.radius + a.radius * b.radius;
  const V radius = V(up) * (carried + V(operation_error) * lane::abs(product.hi)) + V(tiny);
  if constexpr (std::is_same_v<V, double>)
    if (is_plain(a) && is_plain(b) && (product.hi == 0 ? a.mid.hi == 0 || b.mid.hi == 0 : lane::abs(product.hi) > 0x1p-900)) return {product, 0};
  const auto none = is_zero(a) | is_zero(b);
  const V zero(0.0);
  return {{lane::select(none, zero, product.hi), lane::select(none, zero, product.lo)}, lane::select(none, zero, radius)};
}

/// Needs |b| > 2^-100: there `tiny` still covers what the remainder loses to underflow. For batches the caller sees to it.
template <class V>
YG_INLINE Ball<V> operator/(const Ball<V>& a, const Ball<V>& b) {
  const V room = size(b) * V(1 - 0x1p-50) - b.radius;
  if constexpr (std::is_same_v<V, double>) {
    if (!(room > 0x1p-100)) throw Undecided();
    if (is_zero(a)) return a;
  }
  const auto quotient = div(a.mid, b.mid);
  if constexpr (std::is_same_v<V, double>) {
    const auto back = two_product(quotient.hi, b.mid.hi);
    if (is_plain(a) && is_plain(b) && quotient.lo == 0 && back.hi == a.mid.hi && back.lo == 0 && size(a) > 0x1p-800) return {quotient, 0};
  }
  const V carried = (a.radius + lane::abs(quotient.hi) * b.radius) / room;
  return {quotient, V(up) * (carried + V(operation_error) * lane::abs(quotient.hi)) + V(tiny)};
}

YG_INLINE Ball<double>& operator+=(Ball<double>& a, const Ball<double>& b) { return a = a + b; }
YG_INLINE Ball<double> operator*(double a, const Ball<double>& b) { return Ball<double>(a) * b; }

/// e^x; 1 of an exact 0. For batches: a radius of inf where |x| > 600.
template <class V>
YG_INLINE Ball<V> exp(const Ball<V>& x) {
  const V limit(600.0), one(1.0);
  if constexpr (std::is_same_v<V, double>) {
    if (is_zero(x)) return 1.0;
    if (!(size(x) <= 600) || !(x.radius <= 0.5)) throw Undecided();
  }
  const auto outside = size(x) > limit;
  const auto power = exp(Dd<V>{lane::select(outside, V(0.0), x.mid.hi), lane::select(outside, V(0.0), x.mid.lo)});
  const V radius = V(up) * (power.hi * (x.radius * (one + x.radius) + V(function_error))) + V(tiny);
  return {power, lane::select(outside, V(__builtin_huge_val()), lane::select(is_zero(x), V(0.0), radius))};
}

/// ln(1 + x) for 0 <= x <= 1.
template <class V>
YG_INLINE Ball<V> log1p(const Ball<V>& x) {
  const auto value = log1p(x.mid);
  return {value, V(up) * (x.radius * V(1 + 0x1p-20) + V(function_error) * lane::abs(value.hi)) + V(tiny)};
}

inline Ball<double> sqrt(const Ball<double>& x) {
  if (is_zero(x)) return x;
  const double low = x.mid.hi * (1 - 0x1p-50) - x.radius;
  if (!(low > 0x1p-900)) throw Undecided();
  const auto root = sqrt(x.mid);
  return {root, up * (x.radius / lane::sqrt(low) + operation_error * root.hi) + tiny};
}

inline Ball<double> log(const Ball<double>& x) {
  const double low = x.mid.hi * (1 - 0x1p-50) - x.radius;
  if (!(low > 0x1p-900) || x.mid.hi > 0x1p900) throw Undecided();
  if (is_plain(x) && x.mid.hi == 1) return 0.0;
  const auto value = log(x.mid);
  return {value, up * (x.radius / low + function_error * lane::abs(value.hi)) + tiny};
}

inline Ball<double> atan(const Ball<double>& x) {
  if (is_zero(x)) return x;
  if (!(size(x) < 0x1p400)) throw Undecided();
  const auto value = atan(x.mid);
  return {value, up * (x.radius + function_error * lane::abs(value.hi)) + tiny};
}

/// -1, 0 or 1; Undecided where the ball holds 0 and more.
inline int sign(const Ball<double>& a) {
  if (is_zero(a)) return 0;
  if (size(a) * (1 - 0x1p-50) > a.radius) return a.mid.hi > 0 ? 1 : -1;
  throw Undecided();
}

/// The f64 that every number of the ball rounds to; `certain` says whether there is one.
///   RN is monotone, and hi + (lo -+ r) are taken outwards: r is widened by more than the rounding of lo -+ r.
template <class V>
struct Rounded {
  V value, other;
};

template <class V>
YG_INLINE Rounded<V> round(const Ball<V>& a) {
  const V r = a.radius * V(1.0625) + lane::abs(a.mid.lo) * V(0x1p-52);
  return {a.mid.hi + (a.mid.lo - r), a.mid.hi + (a.mid.lo + r)};
}

inline Ball<double> pi(const Ball<double>*) { return {scale(half_pi(), 2.0), 0x1p-107}; }

}  // namespace yologold::certain
