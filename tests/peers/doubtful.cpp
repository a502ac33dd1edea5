#include "peers/doubtful.hpp"

#include <algorithm>
#include <cmath>

namespace yologold::test {

namespace {

struct Box {
  double x, y, w, h;
};

double overlap(double a, double a_size, double b, double b_size) {
  return std::max(0.0, std::min(a + a_size / 2, b + b_size / 2) - std::max(a - a_size / 2, b - b_size / 2));
}

double iou(const Box& a, const Box& b) {
  const double inter = overlap(a.x, a.w, b.x, b.w) * overlap(a.y, a.h, b.y, b.h);
  return inter / (a.w * a.h + b.w * b.h - inter);
}

double distance(const Box& a, const Box& b) { return std::hypot(std::hypot(a.x - b.x, a.y - b.y), std::hypot(a.w - b.w, a.h - b.h)); }

class Finder {
 public:
  Finder(const LiveCase& c, const HeadStages& stages, double margin) : c_(c), stages_(stages), margin_(margin) {
    found_.slot.resize(stages.best_iou.size());
    found_.objectness.resize(stages.best_iou.size());
  }

  Doubtful find() {
    for (std::int64_t n = 0; n < c_.shape.n; ++n)
      for (std::int64_t i = c_.first[static_cast<std::size_t>(n)]; i < c_.first[static_cast<std::size_t>(n) + 1]; ++i)
        look_at(n, c_.truths[static_cast<std::size_t>(i)]);
    if (c_.variant.family != Family::v1)
      for (std::size_t i = 0; i < stages_.best_iou.size(); ++i) found_.objectness[i] = std::abs(stages_.best_iou[i] - c_.variant.ignore_thresh) < margin_;
    for (std::size_t i = 0; i < found_.slot.size(); ++i) found_.count += found_.slot[i] || found_.objectness[i];
    return found_;
  }

 private:
  std::size_t slot(std::int64_t n, std::int64_t a, std::int64_t y, std::int64_t x) const {
    return static_cast<std::size_t>(((n * c_.shape.a + a) * c_.shape.h + y) * c_.shape.w + x);
  }

  Box predicted(std::int64_t n, std::int64_t a, std::int64_t y, std::int64_t x) const {
    const HeadShape& s = c_.shape;
    const auto at = [&](std::int64_t k) { return stages_.boxes[static_cast<std::size_t>((((n * s.a + a) * 4 + k) * s.h + y) * s.w + x)]; };
    return {at(0), at(1), at(2), at(3)};
  }

  void mark_cell(std::int64_t n, std::int64_t y, std::int64_t x) {
    for (std::int64_t a = 0; a < c_.shape.a; ++a) found_.slot[slot(n, a, y, x)] = true;
  }

  /// Whether the best two of some scores, higher is better, are as good as equal.
  bool tied(std::vector<double> scores) const {
    std::sort(scores.rbegin(), scores.rend());
    return scores.size() > 1 && scores[0] - scores[1] < margin_;
  }

  /// v1: the IOUs of the cell's boxes, and where there is none their distances.
  bool predictors_tied(std::int64_t n, std::int64_t y, std::int64_t x, const Truth& t) const {
    std::vector<double> ious, nearness;
    for (std::int64_t a = 0; a < c_.shape.a; ++a) {
      const Box box = predicted(n, a, y, x), truth{t.cx, t.cy, t.w, t.h};
      ious.push_back(iou(box, truth)), nearness.push_back(-distance(box, truth));
    }
    return *std::max_element(ious.begin(), ious.end()) > 0 ? tied(ious) : tied(nearness);
  }

  bool anchors_tied(std::int64_t n, std::int64_t y, std::int64_t x, const Truth& t) const {
    const Variant& v = c_.variant;
    const bool v2 = v.family == Family::v2, by_prediction = v.anchor_match == AnchorMatch::predicted_shape;
    const double w = v2 ? static_cast<double>(c_.shape.w) : v.image[0], h = v2 ? static_cast<double>(c_.shape.h) : v.image[1];
    std::vector<double> scores;
    for (std::size_t i = 0; i < v.anchors.size(); ++i) {
      Box box{0, 0, v.anchors[i].w / w, v.anchors[i].h / h};
      if (by_prediction) box = predicted(n, static_cast<std::int64_t>(i), y, x);
      scores.push_back(iou({0, 0, box.w, box.h}, {0, 0, t.w, t.h}));
    }
    return tied(scores);
  }

  void look_at(std::int64_t n, const Truth& t) {
    const double x = t.cx * static_cast<double>(c_.shape.w), y = t.cy * static_cast<double>(c_.shape.h);
    const auto column = static_cast<std::int64_t>(x), row = static_cast<std::int64_t>(y);
    const auto left = static_cast<std::int64_t>(x - margin_), right = std::min(c_.shape.w - 1, static_cast<std::int64_t>(x + margin_));
    const auto above = static_cast<std::int64_t>(y - margin_), below = std::min(c_.shape.h - 1, static_cast<std::int64_t>(y + margin_));
    const bool on_border = left != right || above != below;
    if (on_border)
      for (const std::int64_t i : {above, below})
        for (const std::int64_t j : {left, right}) mark_cell(n, i, j);
    if (c_.variant.family == Family::v1 ? predictors_tied(n, row, column, t) : anchors_tied(n, row, column, t)) mark_cell(n, row, column);
  }

  const LiveCase& c_;
  const HeadStages& stages_;
  double margin_;
  Doubtful found_;
};

}  // namespace

Doubtful find_doubtful(const LiveCase& c, const HeadStages& stages, double margin) { return Finder(c, stages, margin).find(); }

}  // namespace yologold::test
