#pragma once
#include "terms/coord_term.hpp"

namespace yologold::terms {

/// v1: (x-x^)^2 + (y-y^)^2 + e(w, w^)^2 + e(h, h^)^2.
template <class T>
CoordTerm<T> coord_v1(const T (&t)[4], const WorkPair& p, const Variant& v) {
  const T x[2] = {static_cast<T>(p.offset_x), static_cast<T>(p.offset_y)};
  const T w[2] = {static_cast<T>(p.truth->truth->w), static_cast<T>(p.truth->truth->h)};
  const bool logistic = v.activation == Activation::logistic || v.activation == Activation::softmax_off;
  Difference<T> d[4];
  for (int k = 0; k < 2; ++k) {
    d[k] = logistic ? offset_logistic(t[k], x[k]) : offset_linear(t[k], x[k]);
    d[2 + k] = logistic                                  ? size_logistic(t[2 + k], w[k], v.size_error)
               : v.activation == Activation::linear_sqrt ? size_linear_sqrt(t[2 + k], w[k], v.size_error)
                                                         : size_linear(t[2 + k], w[k], v.size_error);
  }
  return add_squares(d, v.gradient == Gradient::darknet_delta);
}

}  // namespace yologold::terms
