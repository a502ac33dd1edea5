#pragma once
#include "kernels/table.hpp"
#include "lane/compensated.hpp"
#include "lane/convert.hpp"

/// Loads, stores and sums of rows, generic over the ISA.
namespace yologold::kernels {

/// Converts `from` into a row; f32 -> f64 is exact, f64 -> f32 rounds to nearest. The tail is padded with zeros.
template <class T, class A, class S>
void load_row(const S* from, T* row, std::size_t n) {
  using V = xsimd::batch<T, A>;
  std::size_t i = 0;
  if constexpr (sizeof(S) <= sizeof(T))
    for (; i + V::size <= n; i += V::size) lane::load<V>(from + i).store_aligned(row + i);
  for (; i < n; ++i) row[i] = static_cast<T>(from[i]);
  for (; i % row_step != 0; ++i) row[i] = 0;
}

template <class T, class A, class S>
void store_row(const T* row, S* to, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<S>(row[i]);
}

/// Adds f(x_0) ... f(x_n-1) in f64 with 8 virtual lanes (element i in lane i mod 8), each compensated; lanes are joined 0 with 4, 1 with 5, ...
/// The same order on every ISA: a lane never depends on the width of a register.
template <class T, class A, class F>
YG_INLINE double sum_lanes(const T* row, std::size_t n, const F& f) {
  using V = xsimd::batch<double, A>;
  constexpr std::size_t registers = 8 / V::size;
  lane::Compensated<V> wide[registers];
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (std::size_t r = 0; r < registers; ++r) wide[r].add(f(lane::load<V>(row + i + r * V::size)));

  // Go on lane by lane.
  alignas(64) double sums[8], losts[8];
  for (std::size_t r = 0; r < registers; ++r) {
    wide[r].sum.store_aligned(sums + r * V::size);
    wide[r].lost.store_aligned(losts + r * V::size);
  }
  const auto add = [&](std::size_t lane, double x) {
    lane::Compensated<double> one{sums[lane], losts[lane]};
    one.add(x);
    sums[lane] = one.sum, losts[lane] = one.lost;
  };
  for (std::size_t j = 0; i + j < n; ++j) add(j, f(static_cast<double>(row[i + j])));
  for (std::size_t half = 4; half > 0; half /= 2) {
    for (std::size_t j = 0; j < half; ++j) add(j, sums[j + half]);
    for (std::size_t j = 0; j < half; ++j) add(j, losts[j + half]);
  }
  return sums[0] + losts[0];
}

template <class T, class A>
double sum_row(const T* row, std::size_t n) {
  return sum_lanes<T, A>(row, n, [](auto x) { return x; });
}

template <class T, class A>
double sum_squares_row(const T* row, std::size_t n) {
  return sum_lanes<T, A>(row, n, [](auto x) { return x * x; });
}

template <class T, class A>
bool all_finite_row(const T* row, std::size_t n) {
  using V = xsimd::batch<T, A>;
  V zeros(T(0));
  std::size_t i = 0;
  for (; i + V::size <= n; i += V::size) {
    const V x = V::load_aligned(row + i);
    zeros = zeros + (x - x);
  }
  T rest = 0;
  for (; i < n; ++i) rest += row[i] - row[i];
  return xsimd::all(zeros == V(T(0))) && rest == 0;
}

}  // namespace yologold::kernels
