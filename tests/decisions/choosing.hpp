#pragma once
#include <algorithm>
#include <cmath>

#include "bounds/backend.hpp"
#include "decisions/float_backend.hpp"
#include "selftest/form_of.hpp"

namespace yologold::decisions_test {

/// Makes every decision as a plain backend does whose numbers are S.
template <class S>
class Choosing {
 public:
  /// @param logits  as the backend reads them
  Choosing(const Setup& setup, const bounds_test::Kernels<S>& kernels, const std::vector<S>& logits, double (*value)(S))
      : setup_(setup), s_(setup.shape), v_(setup.variant), kernels_(kernels), logits_(logits), value_(value) {}

  Choices run() const {
    Choices choices;
    for (std::size_t i = 0; i < setup_.truths.size(); ++i)
      for (const Pair& pair : take(i)) choices.pairs.push_back(pair);
    const bool rule = v_.ignore == Ignore::decoded && v_.family != Family::v1;
    for (std::int64_t i = 0; i < s_.slots(); ++i) choices.roles.push_back(rule && ignores(i) ? Role::ignored : Role::negative);
    for (const Pair& p : choices.pairs) choices.roles[static_cast<std::size_t>((p.anchor * s_.h + p.y) * s_.w + p.x)] = Role::positive;
    return choices;
  }

 private:
  static S number(std::int64_t n) { return S(static_cast<double>(n)); }

  bounds_test::PairInput<S> input_of(const Truth& t, std::int64_t anchor, std::int64_t y, std::int64_t x) const {
    const double scale = v_.scale_xy.empty() || v_.family != Family::v4 ? 1 : v_.scale_xy[0];
    bounds_test::PairInput<S> in{
        selftest::form_of(v_), {}, number(x), number(y), number(s_.w), number(s_.h), S(1), S(1), S(1), S(1), S(scale), S(t.cx), S(t.cy), S(t.w), S(t.h)};
    for (std::int64_t k = 0; k < 4; ++k) in.t[k] = logits_[static_cast<std::size_t>(setup_.layout().box.at(0, anchor, k, y, x))];
    if (v_.family == Family::v1) return in;
    const Anchor& a = v_.anchors[static_cast<std::size_t>(anchor)];
    const bool grid = v_.anchor_unit == AnchorUnit::grid;
    in.anchor_w = S(a.w), in.anchor_h = S(a.h);
    in.anchor_per_w = grid ? in.grid_w : S(v_.image[0]), in.anchor_per_h = grid ? in.grid_h : S(v_.image[1]);
    return in;
  }

  static S smaller(S a, S b) { return b < a ? b : a; }

  static S shape_iou(const bounds_test::PairInput<S>& in) {
    const S pw = in.anchor_w / in.anchor_per_w, ph = in.anchor_h / in.anchor_per_h;
    const S inter = smaller(in.w, pw) * smaller(in.h, ph);
    return inter / (in.w * in.h + pw * ph - inter);
  }

  std::int64_t cell(double centre, std::int64_t cells) const {
    return std::min(cells - 1, static_cast<std::int64_t>(std::floor(value_(S(centre) * number(cells)))));
  }

  /// The slots that a truth takes.
  std::vector<Pair> take(std::size_t index) const {
    // Score the anchors or predictors of the cell.
    const Truth& truth = setup_.truths[index];
    const std::int64_t x = cell(truth.cx, s_.w), y = cell(truth.cy, s_.h);
    std::vector<S> scores;
    std::size_t best = 0;
    for (std::int64_t a = 0; a < s_.a; ++a) {
      const auto in = input_of(truth, a, y, x);
      scores.push_back(v_.family == Family::v1 ? kernels_.iou(in) : shape_iou(in));
      if (scores[best] < scores.back()) best = scores.size() - 1;
    }

    // Take the best one, and in v4 those above the threshold.
    std::vector<Pair> pairs;
    for (std::size_t a = 0; a < scores.size(); ++a) {
      if (a != best && !(v_.family == Family::v4 && S(v_.iou_thresh) < scores[a])) continue;
      Pair pair{0, 0, static_cast<std::int32_t>(a), static_cast<std::int32_t>(y), static_cast<std::int32_t>(x), static_cast<std::int32_t>(index)};
      pair.gated = v_.family == Family::v3 && !(S(v_.gate_thresh) < scores[a]);
      pairs.push_back(pair);
    }
    return pairs;
  }

  bool ignores(std::int64_t slot) const {
    return std::any_of(setup_.truths.begin(), setup_.truths.end(), [&](const Truth& truth) {
      return S(v_.ignore_thresh) < kernels_.iou(input_of(truth, slot / (s_.w * s_.h), slot / s_.w % s_.h, slot % s_.w));
    });
  }

  const Setup& setup_;
  const HeadShape& s_;
  const Variant& v_;
  const bounds_test::Kernels<S>& kernels_;
  const std::vector<S>& logits_;
  double (*value_)(S);
};

}  // namespace yologold::decisions_test
