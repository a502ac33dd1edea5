#include <algorithm>

#include "assign/assign.hpp"
#include "assign/cell.hpp"
#include "assign/non_finite.hpp"
#include "decode/boxes.hpp"
#include "engine/prefetch.hpp"

namespace yologold::assign {
namespace {

/// How well an anchor fits a truth: the higher score is better; above: beyond the threshold of `positives`.
struct Fit {
  double score;
  bool above;
};

template <class T>
Fit fit_of(const geometry::Areas<T>& shape, T thresh) {
  const bool above = geometry::exceeds(shape, thresh);
  return {static_cast<double>(shape.inter / shape.uni), above};
}

/// One truth on its way to its anchors.
template <class T>
struct Matcher {
  const Model& model;
  std::span<const HeadView> heads;
  Work& work;
  const GoodTruth& good;

  const Truth& truth() const { return *good.truth; }
  const Variant& variant() const { return model.variant; }
  geometry::Areas<double> shape(const HeadAnchor& a) const { return geometry::shape_areas(truth().w, truth().h, a.w_image, a.h_image); }
  bool overlaps(const HeadAnchor& a, double thresh) const { return geometry::exceeds(shape(a), thresh); }

  /// How an anchor fits. predicted-shape reads the size at the truth's cell of the head.
  Fit fit(const HeadAnchor& a, std::size_t head, std::int64_t position) const {
    if (variant().anchor_match == AnchorMatch::shape_iou) return fit_of(shape(a), variant().iou_thresh);
    if (variant().anchor_match == AnchorMatch::ratio) {
      const double r = geometry::shape_ratio(truth().w, truth().h, a.w_image, a.h_image);
      return {-r, r < variant().match_ratio};
    }
    const auto& s = model.heads[head].shape;
    const auto y = locate(truth().cy, s.h).index, x = locate(truth().cx, s.w).index;
    note_box(heads[head], {static_cast<std::int64_t>(head), good.image, position, 0, y, x}, work.non_finite);
    const auto t = decode::read_logits<T>(heads[head], good.image, position, y, x);
    return fit_of(geometry::shape_areas<T>(static_cast<T>(truth().w), static_cast<T>(truth().h), static_cast<T>(a.w_image) * lane::exp(t.box[2]),
                                           static_cast<T>(a.h_image) * lane::exp(t.box[3])),
                  static_cast<T>(variant().iou_thresh));
  }
};

/// The best anchor among all (first = -1) or among those of one head; the first of the list on a tie. Returns its index in Variant::anchors.
template <class T>
int best_anchor(const Matcher<T>& m, std::ptrdiff_t only_head) {
  int best = -1;
  double best_score = 0;
  const auto offer = [&](const HeadAnchor& a, double score) {
    if (best < 0 || score > best_score || (score == best_score && a.index < best)) best = a.index, best_score = score;
  };
  if (only_head < 0 && m.variant().anchor_match != AnchorMatch::predicted_shape) {
    for (const auto& a : m.model.anchors) offer(a, m.fit(a, 0, 0).score);
    return best;
  }
  for (std::size_t h = 0; h < m.heads.size(); ++h)
    for (std::size_t i = 0; i < m.model.heads[h].anchors.size() && (only_head < 0 || static_cast<std::ptrdiff_t>(h) == only_head); ++i) {
      const auto& a = m.model.heads[h].anchors[i];
      offer(a, m.fit(a, h, static_cast<std::int64_t>(i)).score);
    }
  return best;
}

template <class T>
bool any_above(const Matcher<T>& m, std::ptrdiff_t only_head) {
  for (std::size_t h = 0; h < m.heads.size(); ++h)
    for (std::size_t i = 0; i < m.model.heads[h].anchors.size() && (only_head < 0 || static_cast<std::ptrdiff_t>(h) == only_head); ++i)
      if (m.fit(m.model.heads[h].anchors[i], h, static_cast<std::int64_t>(i)).above) return true;
  return false;
}

/// v4 chooses by the threshold too; v2 and v3 take the best.
bool chosen(const Variant& v, bool best, bool above, bool others_above) {
  if (v.family != Family::v4) return best;
  switch (v.positives) {
    case Positives::best_or_above:
      return best || above;
    case Positives::best_and_above:
      return best && above;
    default:
      return others_above ? above : best;
  }
}

template <class T>
void add_pair(const Matcher<T>& m, std::size_t h, std::size_t position, Cell column, Cell row) {
  const HeadModel& head = m.model.heads[h];
  const HeadAnchor& anchor = head.anchors[position];
  const Variant& v = m.variant();
  const std::int64_t cell = row.index * head.shape.w + column.index;
  WorkPair w{};
  w.share = 1;
  w.slot = head.slot(m.good.image, static_cast<std::int64_t>(position), cell);
  w.truth = &m.good;
  w.offset_x = column.offset, w.offset_y = row.offset;
  auto& p = w.pair;
  p.head = static_cast<std::int32_t>(h), p.image = m.good.image, p.anchor = static_cast<std::int32_t>(position);
  p.y = static_cast<std::int32_t>(row.index), p.x = static_cast<std::int32_t>(column.index), p.truth = m.good.index;
  const auto shape = m.shape(anchor);
  p.shape_iou = shape.inter / shape.uni;

  // Close the prior gate.
  const bool closed = v.family == Family::v3 && v.prior_gate != PriorGate::off && !geometry::exceeds(shape, v.gate_thresh);
  if (closed && v.prior_gate == PriorGate::as_ignore) m.work.marks.push_back({w.slot, Role::ignored});
  if (closed && v.prior_gate != PriorGate::coordinates) return;
  p.gated = closed;

  prefetch_box(m.heads[h], p.image, p.anchor, p.y, p.x);
  m.work.pairs.push_back(w);
}

/// The IOU of a pair, from the logits of its slot.
template <class T>
void measure(const Model& model, std::span<const HeadView> heads, WorkPair& w, std::optional<NonFinite>& non_finite) {
  Pair& p = w.pair;
  const HeadModel& head = model.heads[static_cast<std::size_t>(p.head)];
  const HeadView& view = heads[static_cast<std::size_t>(p.head)];
  const Truth& truth = *w.truth->truth;
  const auto t = decode::read_logits<T>(view, p.image, p.anchor, p.y, p.x);
  p.iou = static_cast<double>(geometry::iou(decode::anchor_pair<T>(t.box, head, head.anchors[static_cast<std::size_t>(p.anchor)], static_cast<T>(w.offset_x),
                                                                   static_cast<T>(w.offset_y), static_cast<T>(truth.w * static_cast<double>(head.shape.w)),
                                                                   static_cast<T>(truth.h * static_cast<double>(head.shape.h)), T(1), T(1))));
  note_box(view, {p.head, p.image, p.anchor, 0, p.y, p.x}, non_finite);
}

/// The marks that follow from the truth's cell alone: ignore prior, object-free-cells.
template <class T>
void add_marks(const Matcher<T>& m, std::size_t h, Cell column, Cell row) {
  const HeadModel& head = m.model.heads[h];
  const Variant& v = m.variant();
  for (std::size_t i = 0; i < head.anchors.size(); ++i) {
    const std::int64_t slot = head.slot(m.good.image, static_cast<std::int64_t>(i), row.index * head.shape.w + column.index);
    if (v.ignore == Ignore::prior && m.overlaps(head.anchors[i], v.ignore_thresh)) m.work.marks.push_back({slot, Role::ignored});
    if (v.noobj == Noobj::object_free_cells) m.work.marks.push_back({slot, Role::none});
  }
}

/// Returns whether some head owns a slot of the truth's choice.
template <class T>
bool match_truth(const Matcher<T>& m) {
  const Variant& v = m.variant();
  const bool per_head = (v.family == Family::v3 || v.family == Family::v4) && v.compete == Compete::per_head;
  const bool scored = v.family == Family::v4;
  const int best_of_all = per_head ? -1 : best_anchor(m, -1);
  const bool above_anywhere = scored && !per_head && v.positives == Positives::above_else_best && any_above(m, -1);
  bool owned = false;
  for (std::size_t h = 0; h < m.heads.size(); ++h) {
    const HeadModel& head = m.model.heads[h];
    const Cell column = locate(m.truth().cx, head.shape.w), row = locate(m.truth().cy, head.shape.h);
    const auto only = static_cast<std::ptrdiff_t>(h);
    const int best = per_head ? best_anchor(m, only) : best_of_all;
    const bool others_above = per_head && scored && v.positives == Positives::above_else_best ? any_above(m, only) : above_anywhere;
    for (std::size_t i = 0; i < head.anchors.size(); ++i) {
      const bool is_best = head.anchors[i].index == best;
      const bool is_above = scored && m.fit(head.anchors[i], h, static_cast<std::int64_t>(i)).above;
      owned = owned || is_best;
      if (chosen(v, is_best, is_above, others_above)) add_pair(m, h, i, column, row);
    }
    add_marks(m, h, column, row);
  }
  return owned;
}

}  // namespace

template <class T>
void match_anchors(const Model& model, std::span<const HeadView> heads, Work& work, Report& report) {
  work.pairs.clear();
  work.marks.clear();
  report.unowned = 0;
  for (const GoodTruth& good : work.truths) report.unowned += !match_truth(Matcher<T>{model, heads, work, good});
  for (WorkPair& pair : work.pairs) measure<T>(model, heads, pair, work.non_finite);
  std::sort(work.marks.begin(), work.marks.end(), [](const Mark& a, const Mark& b) { return a.slot < b.slot; });
}

template void match_anchors<float>(const Model&, std::span<const HeadView>, Work&, Report&);
template void match_anchors<double>(const Model&, std::span<const HeadView>, Work&, Report&);

}  // namespace yologold::assign
