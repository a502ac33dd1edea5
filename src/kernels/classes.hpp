#pragma once
#include "kernels/rows.hpp"
#include "terms/bce_logits.hpp"
#include "terms/squared.hpp"

/// Class losses of one row of logits. Rows are padded: n counts the classes.
namespace yologold::kernels {

template <class T, class A, bool delta>
void class_bce_row(const T* t, const T* target, T* loss, T* slope, T* decay, std::size_t n) {
  using V = xsimd::batch<T, A>;
  for (std::size_t i = 0; i < n; i += V::size) lane::decay(V::load_aligned(t + i)).store_aligned(decay + i);
  for (std::size_t i = 0; i < n; i += V::size) {
    const auto r = terms::bce_logits(V::load_aligned(t + i), V::load_aligned(target + i), V::load_aligned(decay + i));
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

/// p = p / sum in f64, rounded once.
template <class T, class A>
YG_INLINE void divide(T* p, double sum, std::size_t n) {
  using D = xsimd::batch<double, A>;
  alignas(64) double quotient[D::size];
  for (std::size_t i = 0; i < n; i += D::size) {
    (lane::load<D>(p + i) / D(sum)).store_aligned(quotient);
    for (std::size_t j = 0; j < D::size; ++j) p[i + j] = static_cast<T>(quotient[j]);
  }
}

template <class T, class A>
void softmax_row(const T* t, T* p, std::size_t n) {
  divide<T, A>(p, exponentials<T, A>(t, p, n), n);
}

/// sum_m p_m (d - d_m) for a register of values d.
template <class D, class T>
YG_INLINE D against_others(const T* p, const T* d, std::size_t n, D own) {
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
    if (target[k] == 0) continue;
    const T own = p[k];
    p[k] = 0;
    loss[k] = static_cast<T>(-(sum_row<T, A>(p, n) / sum));
    p[k] = own;
  }
  divide<T, A>(p, sum, n);
  for (std::size_t k = 0; k < n; ++k) loss[k] = target[k] != 0 ? loss[k] : p[k];

  // The bracket, from all classes or from the others: a register of classes at a time.
  lane::Compensated<double> total;
  for (std::size_t m = 0; m < n && !delta; ++m) total.add(static_cast<double>(p[m]) * static_cast<double>(loss[m]));
  const double all = total.value();
  for (std::size_t k = 0; k < n; ++k) slope[k] = static_cast<T>(delta ? -static_cast<double>(loss[k]) : 2 * p[k] * (loss[k] - all));
  std::size_t cancelling[D::size], count = 0;
  const auto sum_anew = [&] {
    alignas(64) double own[D::size] = {};
    for (std::size_t i = 0; i < count; ++i) own[i] = static_cast<double>(loss[cancelling[i]]);
    against_others<D>(p, loss, n, D::load_aligned(own)).store_aligned(own);
    for (std::size_t i = 0; i < count; ++i) slope[cancelling[i]] = static_cast<T>(2 * p[cancelling[i]] * own[i]);
    count = 0;
  };
  for (std::size_t k = 0; k < n && !delta; ++k) {
    cancelling[count] = k;
    count += lane::abs(loss[k] - all) < lane::abs(static_cast<double>(loss[k])) / 2;
    if (count == D::size) sum_anew();
  }
  if (count > 0) sum_anew();
  for (std::size_t k = 0; k < n; ++k) loss[k] = loss[k] * loss[k];
}

}  // namespace yologold::kernels
