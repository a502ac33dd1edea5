#pragma once
#include <algorithm>
#include <vector>

#include "certain/numbers.hpp"
#include "certain/problem.hpp"

namespace yologold::certain {

/// The losses of class vectors, a class at a time, in any arithmetic; class_kernels.hpp has them for batches and keeps digits that cancel here.

/// The logits of a class vector and which classes are wanted.
struct ClassInput {
  std::vector<double> logits;
  std::vector<char> hot;
};

template <class S>
struct ClassRow {
  S loss;
  std::vector<S> slopes;
};

/// A soft target, y (1 - eps) + eps/2 and its like.
template <class S>
S soften(const Variant& v, bool hot, std::int64_t classes) {
  const S y(hot ? 1.0 : 0.0), eps(v.smoothing_eps), c = whole<S>(classes);
  switch (v.label_smoothing) {
    case LabelSmoothing::half_eps:
      return y * (S(1.0) - eps) + eps * S(0.5);
    case LabelSmoothing::eps_over_c:
      return y * (S(1.0) - eps) + eps / c;
    case LabelSmoothing::clipped: {
      const S clip = S(1.0) / whole<S>(std::max<std::int64_t>(classes, 40));
      return hot ? S(1.0) - clip : clip;
    }
    default:
      return y;
  }
}

/// sum_c BCE(y_c, sigma(t_c)).
template <class S>
ClassRow<S> bce_row(const Variant& v, const ClassInput& in) {
  const auto classes = static_cast<std::int64_t>(in.logits.size());
  const bool soft = v.label_smoothing != LabelSmoothing::off;
  const S targets[2] = {soften<S>(v, false, classes), soften<S>(v, true, classes)};
  ClassRow<S> row;
  for (std::size_t c = 0; c < in.logits.size(); ++c) {
    const double t = in.logits[c];
    const Logistic<S> sigma(t);
    const bool hot = in.hot[c] != 0;
    if (soft) {
      row.loss += softplus(t, sigma.decay) - S(t) * targets[hot];
      row.slopes.push_back(hot ? (S(1.0) - targets[1]) - sigma.fall : sigma.rise - targets[0]);
    } else {
      row.loss += softplus(hot ? -t : t, sigma.decay);
      row.slopes.push_back(hot ? -sigma.fall : sigma.rise);
    }
  }
  return row;
}

/// sum_c (v_c - y_c)^2 of the values as they are.
template <class S>
ClassRow<S> linear_row(bool delta, const ClassInput& in) {
  ClassRow<S> row;
  for (std::size_t c = 0; c < in.logits.size(); ++c) {
    const S error = S(in.logits[c]) - S(in.hot[c] ? 1.0 : 0.0);
    row.loss += square(error);
    row.slopes.push_back(delta ? -error : S(2.0) * error);
  }
  return row;
}

/// sum_c (p_c - y_c)^2 of the softmax: slope_k = 2 p_k [d_k - sum_m p_m d_m], d = p - y.
template <class S>
ClassRow<S> softmax_row(bool delta, const ClassInput& in) {
  const double top = *std::max_element(in.logits.begin(), in.logits.end());
  std::vector<S> p, d;
  S sum, mean;
  for (const double t : in.logits) sum += p.emplace_back(exp(S(t) - S(top)));
  for (S& x : p) x = x / sum;
  for (std::size_t k = 0; k < p.size(); ++k) {
    d.push_back(in.hot[k] ? p[k] - S(1.0) : p[k]);
    mean += p[k] * d[k];
  }
  ClassRow<S> row;
  for (std::size_t k = 0; k < p.size(); ++k) {
    row.loss += square(d[k]);
    row.slopes.push_back(delta ? -d[k] : S(2.0) * p[k] * (d[k] - mean));
  }
  return row;
}

template <class S>
ClassRow<S> class_row(const Problem& p, const ClassInput& in) {
  const bool delta = p.model.delta();
  if (p.is(Family::v1) && p.variant().activation != Activation::logistic) return linear_row<S>(delta, in);
  if (p.model.squared_objectness()) return softmax_row<S>(delta, in);
  ClassRow<S> row = bce_row<S>(p.variant(), in);
  if (delta)
    for (S& slope : row.slopes) slope = -slope;
  return row;
}

}  // namespace yologold::certain
