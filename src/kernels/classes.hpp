#pragma once
#include "kernels/rows.hpp"
#include "terms/bce_logits.hpp"
#include "terms/squared.hpp"

/// Class losses of one row of logits. Rows are padded: n counts the classes.
namespace yologold::kernels {

template <class T, class A, bool delta>
void class_bce_row(const T* t, const T* target, T* loss, T* slope, T*, std::size_t n) {
  using V = xsimd::batch<T, A>;
  for (std::size_t i = 0; i < n; i += V::size) {
    const auto r = terms::bce_logits(V::load_aligned(t + i), V::load_aligned(target + i));
    r.value.store_aligned(loss + i);
    (delta ? lane::negate(r.slope) : r.slope).store_aligned(slope + i);
  }
}

template <class T, class A, bool delta>
void class_linear_squared_row(const T* t, const T* target, T* loss, T* slope, T*, std::size_t n) {
  using V = xsimd::batch<T, A>;
  for (std::size_t i = 0; i < n; i += V::size) {
    const V value = V::load_aligned(t + i), wanted = V::load_aligned(target + i);
    const auto r = terms::squared_linear(value, wanted);
    r.value.store_aligned(loss + i);
    (delta ? wanted - value : r.slope).store_aligned(slope + i);
  }
}

/// e^(c - max) of a row into p; returns their sum.
template <class T, class A>
YG_INLINE double exponentials(const T* t, T* p, std::size_t n) {
  using V = xsimd::batch<T, A>;
  T top = t[0];
  for (std::size_t i = 1; i < n; ++i) top = t[i] > top ? t[i] : top;
  for (std::size_t i = 0; i < n; i += V::size) lane::exp(V::load_aligned(t + i) - V(top)).store_aligned(p + i);
  return sum_row<T, A>(p, n);
}

template <class T, class A>
void softmax_row(const T* t, T* p, std::size_t n) {
  const double sum = exponentials<T, A>(t, p, n);
  for (std::size_t i = 0; i < n; ++i) p[i] = static_cast<T>(p[i] / sum);
}

/// sum_m p_m (d_k - d_m) for the classes k from `first`, a register of them.
template <class D, class T>
YG_INLINE D against_others(const T* p, const T* d, std::size_t n, std::size_t first) {
  const D own = lane::load<D>(d + first);
  lane::Compensated<D> total;
  for (std::size_t m = 0; m < n; ++m) total.add(D(static_cast<double>(p[m])) * (own - D(static_cast<double>(d[m]))));
  return total.value();
}

/// Squared error of softmax, targets 0 or 1: L = sum (p_k - y_k)^2, dL/dc_k = 2 p_k [d_k - sum_m p_m d_m], d = p - y.
/// A class with y = 1 takes d from the other classes, d_k = -sum_{m != k} p_m. Where the bracket cancels it is summed as sum_{m != k} p_m (d_k - d_m):
/// nothing is lost when the network is sure, rightly or wrongly.
template <class T, class A, bool delta>
void class_softmax_squared_row(const T* t, const T* target, T* loss, T* slope, T* p, std::size_t n) {
  using D = xsimd::batch<double, A>;
  const double sum = exponentials<T, A>(t, p, n);

  // Differences to the targets, kept in loss.
  for (std::size_t k = 0; k < n; ++k) {
    const T own = p[k];
    if (target[k] != 0) p[k] = 0;
    loss[k] = static_cast<T>(target[k] != 0 ? -(sum_row<T, A>(p, n) / sum) : own / sum);
    p[k] = own;
  }
  for (std::size_t k = 0; k < n; ++k) p[k] = static_cast<T>(p[k] / sum);

  // The bracket, from all classes or from the others: a register of classes at a time.
  lane::Compensated<double> total;
  for (std::size_t m = 0; m < n && !delta; ++m) total.add(static_cast<double>(p[m]) * static_cast<double>(loss[m]));
  const double all = total.value();
  const auto cancels = [&](std::size_t k) { return lane::abs(loss[k] - all) < lane::abs(static_cast<double>(loss[k])) / 2; };
  for (std::size_t first = 0; first < n; first += D::size) {
    const std::size_t end = first + D::size < n ? first + D::size : n;
    bool any = false;
    for (std::size_t k = first; k < end && !delta; ++k) any = any || cancels(k);
    alignas(64) double others[D::size];
    if (any) against_others<D>(p, loss, n, first).store_aligned(others);
    for (std::size_t k = first; k < end; ++k)
      slope[k] = static_cast<T>(delta ? -static_cast<double>(loss[k]) : 2 * p[k] * (any && cancels(k) ? others[k - first] : loss[k] - all));
  }
  for (std::size_t k = 0; k < n; ++k) loss[k] = loss[k] * loss[k];
}

}  // namespace yologold::kernels
