#include "decisions/score.hpp"

#include "bounds/slot.hpp"
#include "bounds/sum.hpp"

namespace yologold::decisions {
namespace {

using bounds::Ball;

/// Width and height of a truth and an anchor in one unit.
struct Shapes {
  Ball w, h, anchor_w, anchor_h;
};

/// What an axis is measured in: anchor units and cells in the image.
struct GridAxis {
  double per_image, cells;
};

std::array<GridAxis, 2> axes(const Variant& v, const HeadShape& s) {
  const std::array<GridAxis, 2> grid{GridAxis{static_cast<double>(s.w), static_cast<double>(s.w)},
                                     GridAxis{static_cast<double>(s.h), static_cast<double>(s.h)}};
  if (v.anchor_unit == AnchorUnit::grid) return grid;
  if (v.anchor_unit == AnchorUnit::image) return {GridAxis{1, grid[0].cells}, GridAxis{1, grid[1].cells}};
  return {GridAxis{v.image[0], grid[0].cells}, GridAxis{v.image[1], grid[1].cells}};
}

/// In the unit of the anchors, in fractions of the image, in cells.
std::vector<Shapes> all_units(const Subject& s, const Truth& truth, const Candidate& c) {
  const bounds::Arithmetic& a = s.arithmetic;
  const Anchor& anchor = s.variant().anchors[static_cast<std::size_t>(c.index)];
  const auto [x, y] = axes(s.variant(), s.shape(c.head));
  const Ball w = a.constant(truth.w), h = a.constant(truth.h), pw = a.constant(anchor.w), ph = a.constant(anchor.h);
  const Ball per_w = a.constant(x.per_image), per_h = a.constant(y.per_image), cells_w = a.constant(x.cells), cells_h = a.constant(y.cells);
  std::vector<Shapes> units{{w * per_w, h * per_h, pw, ph}, {w, h, pw / per_w, ph / per_h}};
  if (s.variant().anchor_unit != AnchorUnit::grid) units.push_back({w * cells_w, h * cells_h, pw / per_w * cells_w, ph / per_h * cells_h});
  return units;
}

Score::Fit iou_of(const Shapes& s) {
  const Ball inter = least(s.w, s.anchor_w) * least(s.h, s.anchor_h), uni = bounds::sum({s.w * s.h, s.anchor_w * s.anchor_h, -inter});
  return {inter, uni, inter / uni};
}

/// -max(w/pw, pw/w, h/ph, ph/h)
Score::Fit ratio_of(const Shapes& s) {
  const Ball largest = most(most(s.w / s.anchor_w, s.anchor_w / s.w), most(s.h / s.anchor_h, s.anchor_h / s.h));
  return {-largest, s.w.in->literal(1), -largest};
}

bool exact(const Score::Fit& f) { return f.over.e == 0 && f.under.e == 0; }

Comparison compare(const Score::Fit& a, const Score::Fit& b) {
  if (exact(a) && exact(b) && a.over.v * b.under.v == b.over.v * a.under.v) return {};
  return above(a.value, b.value);
}

}  // namespace

Score shape_score(const Subject& s, const Truth& truth, const Candidate& c) {
  Score score;
  for (const Shapes& shapes : all_units(s, truth, c)) score.ways.push_back(iou_of(shapes));
  return score;
}

Score match_score(const Subject& s, const Truth& truth, const Candidate& c, const Address& cell) {
  const AnchorMatch rule = s.variant().anchor_match;
  if (rule == AnchorMatch::shape_iou) return shape_score(s, truth, c);
  Score score;
  std::vector<Shapes> units = all_units(s, truth, c);
  if (rule == AnchorMatch::ratio) {
    for (const Shapes& shapes : units) score.ways.push_back(ratio_of(shapes));
    return score;
  }

  // Let the prediction stand for the anchor.
  const bounds::Slot slot = s.evaluator.slot_at(cell);
  const Ball grow_w = exp(slot.t[2]), grow_h = exp(slot.t[3]);
  for (Shapes& shapes : units) {
    shapes.anchor_w = shapes.anchor_w * grow_w, shapes.anchor_h = shapes.anchor_h * grow_h;
    score.ways.push_back(iou_of(shapes));
  }
  return score;
}

Comparison better(const Score& a, const Score& b) {
  Comparison least = compare(a.ways[0], b.ways[0]);
  for (std::size_t i = 1; i < a.ways.size(); ++i) least = weaker(least, compare(a.ways[i], b.ways[i]));
  return least;
}

Comparison exceeds(const Score& a, double threshold) {
  const Ball limit = a.ways[0].value.in->constant(threshold);
  Comparison least = above(a.ways[0].value, limit);
  for (const Score::Fit& way : a.ways) least = weaker(least, above(way.value, limit));
  return least;
}

}  // namespace yologold::decisions
