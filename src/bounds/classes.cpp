#include "bounds/classes.hpp"

#include <algorithm>

#include "bounds/logistic.hpp"
#include "bounds/sum.hpp"

namespace yologold::bounds {
namespace {

/// A sum over classes in the compute format.
Ball total(const std::vector<Ball>& addends) {
  Sum all(*addends[0].in);
  for (const Ball& a : addends) all.add(a);
  return all.value();
}

/// A softened target, as computed from eps.
Ball target(const Variant& v, const Arithmetic& a, bool hot, std::size_t classes) {
  const Ball one = a.literal(1), y = a.literal(hot ? 1 : 0), eps = a.constant(v.smoothing_eps), c = a.literal(static_cast<double>(classes));
  switch (v.label_smoothing) {
    case LabelSmoothing::half_eps:
      return y * (one - eps) + 0.5 * eps;
    case LabelSmoothing::eps_over_c:
      return y * (one - eps) + eps / c;
    case LabelSmoothing::clipped: {
      const Ball clip = least(one / c, a.constant(1.0 / 40));
      return hot ? one - clip : clip;
    }
    default:
      return y;
  }
}

/// The values themselves, squared.
ClassTerm linear(bool delta, const std::vector<Ball>& logits, const std::vector<bool>& hot) {
  std::vector<Ball> squares;
  ClassTerm term;
  for (std::size_t c = 0; c < logits.size(); ++c) {
    const Ball error = logits[c] - logits[c].in->literal(hot[c] ? 1 : 0);
    squares.push_back(error * error), term.slopes.push_back(delta ? -error : 2 * error);
  }
  term.value = total(squares);
  return term;
}

ClassTerm independent(const Variant& v, bool delta, const std::vector<Ball>& logits, const std::vector<bool>& hot) {
  const Arithmetic& a = *logits[0].in;
  const Ball cold_target = target(v, a, false, logits.size()), hot_target = target(v, a, true, logits.size());
  ClassTerm term;
  Sum total(a);
  for (std::size_t c = 0; c < logits.size(); ++c) {
    const Term one = cross_entropy(logits[c], hot[c] ? hot_target : cold_target);
    total.add(one.value);
    term.slopes.push_back(delta ? -one.slope : one.slope);
  }
  term.value = total.value();
  return term;
}

struct Softmax {
  std::vector<Ball> p, error;  ///< p^, and p^ - y without cancellation where that is asked for
};

Softmax softmax(const std::vector<Ball>& logits, const std::vector<bool>& hot) {
  // Shift by the largest.
  const Arithmetic& a = *logits[0].in;
  Ball top = logits[0];
  for (const Ball& t : logits) top = most(top, t);
  std::vector<Ball> e;
  e.reserve(logits.size());
  for (const Ball& t : logits) e.push_back(exp(t - top));
  const Ball whole = total(e);

  // Divide, and form the errors from the other classes.
  Softmax s;
  for (std::size_t c = 0; c < e.size(); ++c) {
    s.p.push_back(e[c] / whole);
    if (!hot[c]) {
      s.error.push_back(s.p[c]);
      continue;
    }
    std::vector<Ball> others = e;
    others[c] = a.literal(0);
    s.error.push_back(either(s.p[c] - a.literal(1), -(total(others) / whole)));
  }
  return s;
}

/// d_k - sum_m p_m d_m: as written, or summed as p_m (d_k - d_m) over the other classes.
Ball bracket(const Softmax& s, const Ball& mean, std::size_t k) {
  const Ball plain = s.error[k] - mean;
  if (std::abs(plain.v) >= std::abs(s.error[k].v) / 2) return plain;
  std::vector<Ball> parts;
  for (std::size_t m = 0; m < s.p.size(); ++m) parts.push_back(m == k ? plain.in->literal(0) : s.p[m] * (s.error[k] - s.error[m]));
  return either(plain, total(parts));
}

ClassTerm shared(bool delta, const std::vector<Ball>& logits, const std::vector<bool>& hot) {
  const Softmax s = softmax(logits, hot);
  std::vector<Ball> weighted, squares;
  for (std::size_t c = 0; c < s.p.size(); ++c) weighted.push_back(s.p[c] * s.error[c]), squares.push_back(s.error[c] * s.error[c]);
  const Ball mean = total(weighted);
  ClassTerm term{total(squares), {}};
  for (std::size_t c = 0; c < s.p.size(); ++c) term.slopes.push_back(delta ? -s.error[c] : 2 * (s.p[c] * bracket(s, mean, c)));
  return term;
}

}  // namespace

ClassTerm class_term(const Variant& v, const std::vector<Ball>& logits, const std::vector<bool>& hot) {
  const bool delta = v.gradient == Gradient::darknet_delta;
  if (v.family == Family::v3 || v.family == Family::v4) return independent(v, delta, logits, hot);
  return v.family == Family::v2 || v.activation == Activation::logistic ? shared(delta, logits, hot) : linear(delta, logits, hot);
}

}  // namespace yologold::bounds
