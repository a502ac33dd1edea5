#pragma once
#include "kernels/table.hpp"
#include "terms/bce_logits.hpp"
#include "terms/squared.hpp"

/// The dense part of every loss: objectness of the slots that no truth took.
namespace yologold::kernels {

struct Bce {
  static constexpr bool logistic = true;
  template <class V>
  YG_INLINE static lane::ValueGrad<V> eval(V t, V decay) {
    return terms::bce_logits_zero(t, decay);
  }
};
struct SquaredLogistic {
  static constexpr bool logistic = true;
  template <class V>
  YG_INLINE static lane::ValueGrad<V> eval(V t, V decay) {
    return terms::squared_logistic(t, V(lane::ScalarOf<V>(0)), decay);
  }
};
struct SquaredLinear {
  static constexpr bool logistic = false;
  template <class V>
  YG_INLINE static lane::ValueGrad<V> eval(V t, V) {
    return terms::squared_linear(t, V(lane::ScalarOf<V>(0)));
  }
};

/// The loss of Term, with darknet's delta 0 - C^ in place of the derivative.
template <class Term>
struct Delta {
  static constexpr bool logistic = Term::logistic;
  template <class V>
  YG_INLINE static lane::ValueGrad<V> eval(V t, V decay) {
    const V value = Term::eval(t, decay).value;
    if constexpr (logistic)
      return {value, lane::negate(lane::logistic(t, decay).rise)};
    else
      return {value, lane::negate(t)};
  }
};

/// x, but 0 in every lane whose bit is set.
template <class V>
YG_INLINE V silence(V x, lane::BitsOf<lane::ScalarOf<V>> bits) {
  using B = lane::BitsOfV<V>;
  alignas(64) static constexpr lane::BitsOf<lane::ScalarOf<V>> lanes[16] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768};
  const B lane = B::load_aligned(lanes), set = B(bits) & lane;
  return lane::from_bits(B(xsimd::select(set == lane, B(0), lane::bits(x))));
}

/// The exponentials of a step are taken first: the processor looks only so far ahead, and has more in work of two short chains of operations than of a long
/// one.
template <class Term, class T, class A>
void objectness_row(const T* t, T weight, const std::uint16_t* silent, T* loss, T* slope, std::size_t n) {
  using V = xsimd::batch<T, A>;
  const V w(weight);
  alignas(64) T decay[row_step] = {};
  for (std::size_t i = 0; i < n; i += row_step) {
    const std::uint32_t padding = n - i < row_step ? 0xffffu << (n - i) : 0, bits = silent[i / row_step] | padding;
    for (std::size_t j = 0; Term::logistic && j < row_step; j += V::size) lane::decay(V::load_aligned(t + i + j)).store_aligned(decay + j);
    for (std::size_t j = i; j < i + row_step; j += V::size) {
      const auto r = Term::eval(V::load_aligned(t + j), V::load_aligned(decay + (j - i)));
      V value = w * r.value, gradient = w * r.slope;
      if (bits != 0) value = silence(value, bits >> (j - i)), gradient = silence(gradient, bits >> (j - i));
      value.store_aligned(loss + j);
      gradient.store_aligned(slope + j);
    }
  }
}

}  // namespace yologold::kernels
