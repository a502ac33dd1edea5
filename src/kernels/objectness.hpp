#pragma once
#include "kernels/table.hpp"
#include "terms/bce_logits.hpp"
#include "terms/squared.hpp"

/// The dense part of every loss: objectness of the slots that no truth took.
namespace yologold::kernels {

struct Bce {
  template <class V>
  YG_INLINE static lane::ValueGrad<V> eval(V t) {
    return terms::bce_logits_zero(t);
  }
};
struct SquaredLogistic {
  template <class V>
  YG_INLINE static lane::ValueGrad<V> eval(V t) {
    return terms::squared_logistic(t, V(lane::ScalarOf<V>(0)));
  }
};
struct SquaredLinear {
  template <class V>
  YG_INLINE static lane::ValueGrad<V> eval(V t) {
    return terms::squared_linear(t, V(lane::ScalarOf<V>(0)));
  }
};

/// The loss of Term, with darknet's delta 0 - C^ in place of the derivative.
template <class Term, bool logistic>
struct Delta {
  template <class V>
  YG_INLINE static lane::ValueGrad<V> eval(V t) {
    if constexpr (logistic)
      return {Term::eval(t).value, lane::negate(lane::logistic(t).rise)};
    else
      return {Term::eval(t).value, lane::negate(t)};
  }
};

template <class Term, class T, class A>
void objectness_row(const T* t, const T* weight, T* loss, T* slope, std::size_t n) {
  using V = xsimd::batch<T, A>;
  const V zero(T(0));
  for (std::size_t i = 0; i < n; i += V::size) {
    const V w = V::load_aligned(weight + i);
    const auto r = Term::eval(V::load_aligned(t + i));
    const auto off = w == zero;
    lane::select(off, zero, w * r.value).store_aligned(loss + i);
    lane::select(off, zero, w * r.slope).store_aligned(slope + i);
  }
}

}  // namespace yologold::kernels
