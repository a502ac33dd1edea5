#pragma once
#include "kernels/table.hpp"
#include "lane/convert.hpp"

/// Loads, stores and sums of rows, generic over the ISA.
namespace yologold::kernels {

/// Converts `from` into a row; f32 -> f64 is exact, f64 -> f32 rounds to nearest. The tail is padded with zeros. Returns whether all of the row is finite.
template <class T, class A, class S>
bool load_row(const S* from, T* row, std::size_t n) {
  using V = xsimd::batch<T, A>;
  V zeros(T(0));
  T rest = 0;
  std::size_t i = 0;
  if constexpr (sizeof(S) <= sizeof(T))
    for (; i + V::size <= n; i += V::size) {
      const V x = lane::load<V>(from + i);
      zeros = zeros + (x - x);
      x.store_aligned(row + i);
    }
  for (; i < n; ++i) {
    row[i] = static_cast<T>(from[i]);
    rest += row[i] - row[i];
  }
  for (; i % row_step != 0; ++i) row[i] = 0;
  return xsimd::all(zeros == V(T(0))) && rest == 0;
}

template <class T, class A, class S>
void store_row(const T* row, S* to, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<S>(row[i]);
}

/// Adds f(x_0) ... f(x_n-1) for n a multiple of 8.
template <class T, class A, class F>
YG_INLINE void add_lanes(const T* row, std::size_t n, const F& f, LaneSums& sums) {
  using V = xsimd::batch<double, A>;
  constexpr std::size_t registers = 8 / V::size;
  lane::Compensated<V> wide[registers];
  for (std::size_t r = 0; r < registers; ++r) wide[r] = {V::load_aligned(sums.sum + r * V::size), V::load_aligned(sums.lost + r * V::size)};
  for (std::size_t i = 0; i < n; i += 8)
    for (std::size_t r = 0; r < registers; ++r) wide[r].add(f(lane::load<V>(row + i + r * V::size)));
  for (std::size_t r = 0; r < registers; ++r) {
    wide[r].sum.store_aligned(sums.sum + r * V::size);
    wide[r].lost.store_aligned(sums.lost + r * V::size);
  }
}

template <class T, class A, class F>
YG_INLINE double sum_lanes(const T* row, std::size_t n, const F& f) {
  LaneSums sums;
  const std::size_t whole = n / 8 * 8;
  add_lanes<T, A>(row, whole, f, sums);
  for (std::size_t i = whole; i < n; ++i) sums.add(i - whole, f(static_cast<double>(row[i])));
  return sums.join();
}

template <class T, class A>
void add_up_row(const T* row, std::size_t n, LaneSums& sums) {
  add_lanes<T, A>(
      row, n, [](auto x) { return x; }, sums);
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
