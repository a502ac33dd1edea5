#pragma once
#include <algorithm>
#include <vector>

#include "certain/numbers.hpp"
#include "certain/problem.hpp"

namespace yologold::certain {

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

/// Whether a value has lost digits to cancellation that another way of summing keeps. Intervals buy digits instead.
inline bool is_blurred(const Ball<double>& a) { return a.radius > size(a) * 0x1p-70; }
inline bool is_blurred(const Interval&) { return false; }

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

/// sum_c BCE(y_c, sigma(t_c)) for targets of 0 and 1, several classes at once: a wanted class is an unwanted one mirrored.
inline ClassRow<Ball<double>> hard_bce_row(const ClassInput& in) {
  using V = xsimd::batch<double>;
  const Ball<V> one(V(1.0));
  ClassRow<Ball<double>> row;
  for (std::size_t i = 0; i < in.logits.size(); i += V::size) {
    double t[V::size] = {}, parts[6][V::size];
    const std::size_t n = std::min<std::size_t>(V::size, in.logits.size() - i);
    for (std::size_t j = 0; j < n; ++j) {
      t[j] = in.hot[i + j] ? -in.logits[i + j] : in.logits[i + j];
      if (lane::abs(t[j]) > 600) throw Undecided();
    }

    // ln(1 + e^t) and sigma(t).
    const V x = V::load_unaligned(t);
    const Ball<V> decay = exp(Ball<V>(lane::negate(lane::abs(x)))), near = one / (one + decay), far = decay * near;
    const Ball<V> loss = Ball<V>(lane::max(x, V(0.0))) + log1p(decay);
    const auto below = x < V(0.0);
    const V values[6] = {loss.mid.hi,
                         loss.mid.lo,
                         loss.radius,
                         lane::select(below, far.mid.hi, near.mid.hi),
                         lane::select(below, far.mid.lo, near.mid.lo),
                         lane::select(below, far.radius, near.radius)};
    for (std::size_t k = 0; k < 6; ++k) values[k].store_unaligned(parts[k]);
    for (std::size_t j = 0; j < n; ++j) {
      row.loss += Ball<double>({parts[0][j], parts[1][j]}, parts[2][j]);
      const Ball<double> rise({parts[3][j], parts[4][j]}, parts[5][j]);
      row.slopes.push_back(in.hot[i + j] ? -rise : rise);
    }
  }
  return row;
}

/// sum_c BCE(y_c, sigma(t_c)).
template <class S>
ClassRow<S> bce_row(const Variant& v, const ClassInput& in) {
  const auto classes = static_cast<std::int64_t>(in.logits.size());
  const bool soft = v.label_smoothing != LabelSmoothing::off;
  if constexpr (std::is_same_v<S, Ball<double>>)
    if (!soft) return hard_bce_row(in);
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

/// sum over all but one.
template <class S, class F>
S sum_others(std::size_t n, std::size_t k, const F& f) {
  S sum;
  for (std::size_t m = 0; m < n; ++m)
    if (m != k) sum += f(m);
  return sum;
}

/// sum_c (p_c - y_c)^2 of the softmax: slope_k = 2 p_k [d_k - sum_m p_m d_m], d = p - y; where the bracket cancels, sum_{m != k} p_m (d_k - d_m).
template <class S>
ClassRow<S> softmax_row(bool delta, const ClassInput& in) {
  const std::size_t n = in.logits.size();
  const double top = *std::max_element(in.logits.begin(), in.logits.end());
  std::vector<S> p, d;
  S sum;
  for (const double t : in.logits) sum += p.emplace_back(exp(S(t) - S(top)));
  for (S& x : p) x = x / sum;
  for (std::size_t k = 0; k < n; ++k) {
    const S plain = in.hot[k] ? p[k] - S(1.0) : p[k];
    d.push_back(is_blurred(plain) ? -sum_others<S>(n, k, [&](std::size_t m) { return p[m]; }) : plain);
  }
  S mean;
  for (std::size_t k = 0; k < n; ++k) mean += p[k] * d[k];

  ClassRow<S> row;
  for (std::size_t k = 0; k < n; ++k) {
    row.loss += square(d[k]);
    const S plain = d[k] - mean;
    const S bracket = delta || !is_blurred(plain) ? plain : sum_others<S>(n, k, [&](std::size_t m) { return p[m] * (d[k] - d[m]); });
    row.slopes.push_back(delta ? -d[k] : S(2.0) * p[k] * bracket);
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
