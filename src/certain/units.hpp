#pragma once
#include "certain/class_row.hpp"
#include "certain/class_targets.hpp"
#include "certain/coordinates.hpp"
#include "certain/objectness.hpp"
#include "certain/scales.hpp"

namespace yologold::certain {

/// What one slot or class vector adds: its gradient elements and its part of the loss.
template <class S>
struct Unit {
  std::vector<S> elements;
  S coord, obj, noobj, classes;

  S cost() const {
    S sum;
    for (const S& x : elements) sum += square(x);
    return sum;
  }
};

/// The box and the objectness of a taken slot: elements tx ty tw th to.
template <class S>
Unit<S> taken_slot(const Problem& p, const Assignment& a, const Scales<S>& scales, const Rivals& group) {
  const Variant& v = p.variant();
  const Slot& slot = a.matches[a.order[group.begin]].slot;
  const Decoded<S> d(p, slot);
  Unit<S> unit;
  unit.elements.resize(5);

  // Add the coordinate term of every kept pair.
  const std::int64_t sharing = static_cast<std::int64_t>(group.end - group.begin);
  double weight = 0;
  for (std::size_t i = group.begin; i < group.end; ++i) {
    const Match& m = a.matches[a.order[i]];
    if (!m.pair.kept) continue;
    weight = std::max(weight, m.truth->weight);
    if (m.pair.gated) continue;
    const Term<S> term = coordinates(p, slot, d, *m.truth);
    S factor = scales.coord * S(m.truth->weight);
    if (v.collision == Collision::mean) factor = factor / whole<S>(sharing);
    unit.coord += factor * term.value;
    for (std::size_t k = 0; k < 4; ++k) unit.elements[k] += factor * term.slope[static_cast<int>(k)];
  }

  // Find the pair whose IOU is the target, the first of the largest.
  S iou;
  const Match* target = nullptr;
  const bool asks = p.model.squared_objectness() && v.iou_target != IouTarget::one;
  for (std::size_t i = group.begin; asks && i < group.end; ++i) {
    const Match& m = a.matches[a.order[i]];
    if (!m.pair.kept) continue;
    const S other = Overlap<S>(pair_of(p, slot, d, *m.truth), 0).iou();
    if (!target || sign(other - iou) > 0) target = &m, iou = other;
  }

  // Add the objectness, once.
  const Objectness<S> objectness = taken_objectness(p, p.objectness_logit(slot), iou);
  const S factor = scales.obj * S(weight);
  unit.obj = factor * objectness.value;
  unit.elements[4] = factor * objectness.slope;
  if (!asks || v.iou_target != IouTarget::differentiated || p.model.delta()) return unit;

  // Let the IOU move the box.
  const PairOfBoxes<S> pair = pair_of(p, slot, d, *target->truth);
  const Frame<S> f = frame<S>(p, slot.head);
  const Four<S> slopes = iou_slopes(pair, Overlap<S>(pair, tie_of(v)));
  const S rate[4] = {d.rate[0] * f.cell_x, d.rate[1] * f.cell_y, d.rate[2], d.rate[3]};
  for (std::size_t k = 0; k < 4; ++k) unit.elements[k] += -(S(2.0) * factor * objectness.error * slopes[static_cast<int>(k)] * rate[k]);
  return unit;
}

/// The class losses of a slot; in v1 of a cell. Elements: the C class logits.
template <class S>
Unit<S> taken_classes(const Problem& p, const Assignment& a, const Scales<S>& scales, const Rivals& group) {
  Unit<S> unit;
  ClassInput in;
  for (std::int64_t c = 0; c < p.model.classes; ++c) in.logits.push_back(p.class_logit(class_slot(p, a, group), c));
  unit.elements.resize(in.logits.size());
  for (const Rivals& rivals : class_rows(p, a, group)) {
    in.hot.assign(in.logits.size(), 0);
    const double weight = mark_classes(p, a, rivals, [&](std::int32_t c) { in.hot[static_cast<std::size_t>(c)] = 1; });
    const S factor = class_factor(p, scales, group, weight);
    const ClassRow<S> row = class_row<S>(p, in);
    unit.classes += factor * row.loss;
    for (std::size_t c = 0; c < row.slopes.size(); ++c) unit.elements[c] += factor * row.slopes[c];
  }
  return unit;
}

/// The objectness of a slot that no truth took.
template <class S>
Unit<S> empty_slot(const Problem& p, const Scales<S>& scales, double t) {
  const Objectness<S> objectness = empty_objectness<S>(p, t);
  Unit<S> unit;
  unit.elements.push_back(scales.noobj * objectness.slope);
  unit.noobj = scales.noobj * objectness.value;
  return unit;
}

}  // namespace yologold::certain
