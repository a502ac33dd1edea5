#include "engine/slot_classes.hpp"

#include <algorithm>

#include "engine/slot_rows.hpp"
#include "terms/bce_logits.hpp"
#include "terms/coord_v1.hpp"
#include "terms/coord_v2.hpp"
#include "terms/coord_v3.hpp"
#include "terms/coord_v4.hpp"
#include "terms/coordinate_scale.hpp"

namespace yologold {
namespace {

/// The objectness of a positive slot: value, gradient, and the gradient that a differentiated IOU target sends into the box.
template <class T>
struct ObjectnessTerm {
  T value, slope, iou_slope = 0;
};

template <class T>
ObjectnessTerm<T> objectness(const Model& model, T t, T iou) {
  const Variant& v = model.variant;
  const T one(1);
  if (!model.squared_objectness()) {
    const auto r = terms::bce_logits(t, one);
    return {r.value, model.delta() ? lane::negate(r.slope) : r.slope};
  }
  const bool linear = v.family == Family::v1 && (v.activation == Activation::linear || v.activation == Activation::linear_sqrt);
  const T target = v.iou_target == IouTarget::one ? one : iou;
  const auto d = linear ? terms::offset_linear(t, target) : terms::offset_logistic(t, target);
  const auto r = terms::squared(d, model.delta());
  return {r.value, r.slope, v.iou_target == IouTarget::differentiated ? T(-2) * d.error : T(0)};
}

/// The coordinate term of a pair.
template <class T>
terms::CoordTerm<T> coordinates(const Model& model, const HeadModel& head, const WorkPair& p, const T (&t)[4]) {
  const Variant& v = model.variant;
  if (v.family == Family::v1) return terms::coord_v1(t, p, v);
  const HeadAnchor& anchor = head.anchors[static_cast<std::size_t>(p.pair.anchor)];
  auto term = v.family == Family::v2   ? terms::coord_v2(t, p, v, head, anchor)
              : v.family == Family::v3 ? terms::coord_v3(t, p, v, head, anchor)
                                       : terms::coord_v4(t, p, v, head, anchor);
  terms::scale_coordinates(term, t, *p.truth->truth, v, anchor);
  return term;
}

/// dIOU/dt of the box of a slot against a truth, v1 and v2; the value is the IOU.
template <class T>
terms::CoordTerm<T> iou_gradient(const Model& model, const HeadModel& head, const WorkPair& p, const T (&t)[4]) {
  const Variant& v = model.variant;
  const Truth& truth = *p.truth->truth;
  const HeadShape& s = head.shape;
  const T tie = geometry::tie_of<T>(v), off[2] = {static_cast<T>(p.offset_x), static_cast<T>(p.offset_y)}, grid[2] = {static_cast<T>(s.w), static_cast<T>(s.h)};
  terms::CoordTerm<T> g;
  if (v.family == Family::v2) {
    const auto boxes =
        decode::anchor_pair<T>(t, head, head.anchors[static_cast<std::size_t>(p.pair.anchor)], off[0], off[1],
                               static_cast<T>(truth.w * static_cast<double>(s.w)), static_cast<T>(truth.h * static_cast<double>(s.h)), T(1), T(1));
    g = terms::pull_back(geometry::iou_loss(boxes, tie).loss, boxes, t, head, T(1), T(1));
  } else {
    const auto boxes = decode::v1_pair<T>(t, v.activation, off[0], off[1], grid[0], grid[1], static_cast<T>(truth.w), static_cast<T>(truth.h));
    const auto l = geometry::iou_loss(boxes, tie).loss;
    const T partial[4] = {l.x / grid[0], l.y / grid[1], l.w, l.h};
    for (int k = 0; k < 4; ++k) {
      const auto sigma = lane::logistic(t[k]);
      const bool logistic = v.activation == Activation::logistic || v.activation == Activation::softmax_off;
      g.slope[k] = partial[k] * (logistic ? sigma.rise * sigma.fall : v.activation == Activation::linear_sqrt && k > 1 ? t[k] + t[k] : T(1));
    }
  }
  for (int k = 0; k < 4; ++k) g.slope[k] = lane::negate(g.slope[k]);
  return g;
}

/// The kept pair of the largest IOU, the first on a tie.
const WorkPair& largest_iou(const Work& work, const Group& slot) {
  const WorkPair* best = nullptr;
  for (std::int64_t i = slot.begin; i < slot.end; ++i) {
    const WorkPair& p = work.pairs[static_cast<std::size_t>(work.order[static_cast<std::size_t>(i)])];
    if (p.pair.kept && (!best || p.pair.iou > best->pair.iou)) best = &p;
  }
  return *best;
}

}  // namespace

template <class T>
void run_slot(const Run& run, const kernels::Table<T>& kernels, std::size_t index, T* scratch) {
  const Group& slot = run.work.slots[index];
  const WorkPair& target = largest_iou(run.work, slot);
  const Pair& at = target.pair;
  const auto h = static_cast<std::size_t>(at.head);
  const HeadModel& head = run.model.heads[h];
  const HeadView& view = run.heads[h];
  const Scales& scales = run.work.scales[h];
  const auto t = decode::read_logits<T>(view, at.image, at.anchor, at.y, at.x);
  TaskResult result;
  T slope[4] = {};

  // Add the coordinate term of every kept pair.
  prefetch_slot(run, index + 1, 0);
  double weight = 0;
  for (std::int64_t i = slot.begin; i < slot.end; ++i) {
    const WorkPair& p = run.work.pairs[static_cast<std::size_t>(run.work.order[static_cast<std::size_t>(i)])];
    if (!p.pair.kept) continue;
    weight = std::max(weight, weight_of(p));
    if (p.pair.gated) continue;
    const auto term = coordinates(run.model, head, p, t.box);
    const double factor = scales.coord * weight_of(p) * p.share;
    result.coord += factor * static_cast<double>(term.value);
    for (int k = 0; k < 4; ++k) slope[k] += static_cast<T>(factor) * term.slope[k];
  }

  // Add the objectness, once.
  prefetch_slot(run, index + 1, 1);
  const auto obj = objectness(run.model, t.objectness, static_cast<T>(at.iou));
  const double obj_factor = scales.obj * weight;
  result.obj = obj_factor * static_cast<double>(obj.value);
  const T obj_slope = static_cast<T>(obj_factor) * obj.slope;
  const bool squares = run.model.squared_objectness();
  if (squares && run.model.variant.iou_target == IouTarget::differentiated && !run.model.delta()) {
    const auto iou = iou_gradient(run.model, head, target, t.box);
    for (int k = 0; k < 4; ++k) slope[k] += static_cast<T>(obj_factor) * obj.iou_slope * iou.slope[k];
  }

  // Write, and go on to the classes.
  if (run.model.delta()) {
    result.cost = static_cast<double>(obj_slope) * static_cast<double>(obj_slope);
    for (const T s : slope) result.cost += static_cast<double>(s) * static_cast<double>(s);
  }
  if (run.slot_rows) {
    T* row = slot_row<T>(run, index);
    std::copy_n(slope, 4, row);
    row[4] = obj_slope;
  } else if (!run.gradients.empty()) {
    const GradientView& g = run.gradients[h];
    for (int k = 0; k < 4; ++k) write<T>(g, g.layout.box.at(at.image, at.anchor, k, at.y, at.x), slope[k]);
    write<T>(g, g.layout.objectness.at(at.image, at.anchor, 0, at.y, at.x), obj_slope);
  }
  if (run.model.variant.family != Family::v1) run_slot_classes(run, kernels, index, at, scratch, result);
  run.work.slot_results[index] = result;
}

template void run_slot<float>(const Run&, const kernels::Table<float>&, std::size_t, float*);
template void run_slot<double>(const Run&, const kernels::Table<double>&, std::size_t, double*);

}  // namespace yologold
