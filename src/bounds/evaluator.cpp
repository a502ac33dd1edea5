#include "bounds/evaluator.hpp"

#include <algorithm>

#include "bounds/activation.hpp"
#include "bounds/objectness.hpp"

namespace yologold::bounds {
namespace {

/// The pairs that a class loss is over: of a slot, or of a cell in v1.
std::int64_t class_place(const Problem& p, const Pair& pair, const HeadShape& s) {
  const bool cell = p.variant.family == Family::v1;
  return ((std::int64_t{pair.image} * s.a + (cell ? 0 : pair.anchor)) * s.h + pair.y) * s.w + pair.x;
}

std::array<double, 2> anchor_units(const Variant& v, const HeadShape& s) {
  if (v.anchor_unit == AnchorUnit::image) return {1, 1};
  if (v.anchor_unit == AnchorUnit::grid) return {static_cast<double>(s.w), static_cast<double>(s.h)};
  return v.image;
}

double read(const HeadView& view, std::int64_t place) {
  return view.dtype == DType::f32 ? static_cast<double>(static_cast<const float*>(view.data)[place]) : static_cast<const double*>(view.data)[place];
}

Address address(const Pair& p) { return {p.head, p.image, p.anchor, 0, p.y, p.x}; }

}  // namespace

Evaluator::Evaluator(const Problem& problem, const Arithmetic& arithmetic) : problem_(problem), arithmetic_(arithmetic) {
  group_pairs();
  factors_ = factors_of(problem, arithmetic, owners_);
}

Evaluator::Evaluator(const Problem& problem, const Arithmetic& arithmetic, std::vector<Factors> factors)
    : problem_(problem), arithmetic_(arithmetic), factors_(std::move(factors)) {
  group_pairs();
}

void Evaluator::group_pairs() {
  for (const Pair& pair : problem_.pairs) {
    const HeadShape& s = problem_.shapes[static_cast<std::size_t>(pair.head)];
    slots_[{pair.head, ((std::int64_t{pair.image} * s.a + pair.anchor) * s.h + pair.y) * s.w + pair.x}].push_back(&pair);
    owners_[{pair.head, class_place(problem_, pair, s)}].push_back(&pair);
  }
}

const Truth& Evaluator::truth_of(const Pair& pair) const {
  return problem_.truths.all[static_cast<std::size_t>(problem_.truths.first[static_cast<std::size_t>(pair.image)] + pair.truth)];
}

Ball Evaluator::logit(const Address& at) const {
  const HeadView& view = problem_.heads[static_cast<std::size_t>(at.head)];
  const Block& block = at.channel < 4 ? view.layout.box : at.channel == 4 ? view.layout.objectness : view.layout.classes;
  const std::int64_t k = at.channel < 4 ? at.channel : at.channel == 4 ? 0 : at.channel - 5;
  return arithmetic_.input(read(view, block.at(at.image, at.anchor, k, at.y, at.x)));
}

Slot Evaluator::slot_at(const Address& at) const {
  const Variant& v = problem_.variant;
  const auto head = static_cast<std::size_t>(at.head);
  const HeadShape& s = problem_.shapes[head];
  Slot slot;
  slot.col = at.x, slot.row = at.y;
  slot.grid_w = static_cast<double>(s.w), slot.grid_h = static_cast<double>(s.h);
  if (v.family != Family::v1) {
    const Anchor& anchor = v.anchors[static_cast<std::size_t>(v.masks[head][static_cast<std::size_t>(at.anchor)])];
    slot.anchor_w = anchor.w, slot.anchor_h = anchor.h;
    const auto [per_w, per_h] = anchor_units(v, s);
    slot.anchor_per_w = per_w, slot.anchor_per_h = per_h;
  }
  if (v.family == Family::v4 && head < v.scale_xy.size()) slot.scale_xy = v.scale_xy[head];
  for (std::int64_t k = 0; k < 5; ++k) slot.t[static_cast<std::size_t>(k)] = logit({at.head, at.image, at.anchor, k, at.y, at.x});
  return slot;
}

NegativeSlot Evaluator::negative(const Address& at) const {
  const Term term = objectness(problem_.variant, logit({at.head, at.image, at.anchor, 4, at.y, at.x}), arithmetic_.literal(0));
  const Ball& factor = factors_[static_cast<std::size_t>(at.head)].noobj;
  return {factor * term.value, arithmetic_.store(factor * term.slope)};
}

Ball Evaluator::bare_slope(const Address& at) const {
  return objectness(problem_.variant, logit({at.head, at.image, at.anchor, 4, at.y, at.x}), arithmetic_.literal(0)).slope;
}

Ball Evaluator::negative_slope(std::int64_t head, const Ball& bare) const { return arithmetic_.store(factors_[static_cast<std::size_t>(head)].noobj * bare); }

PositiveSlot Evaluator::positive(const std::vector<const Pair*>& pairs) const {
  // Look at the kept pairs.
  const Variant& v = problem_.variant;
  const Slot slot = slot_at(address(*pairs[0]));
  const Factors& f = factors_[static_cast<std::size_t>(pairs[0]->head)];
  const Ball zero = arithmetic_.literal(0), one = arithmetic_.literal(1);
  const auto kept = std::count_if(pairs.begin(), pairs.end(), [](const Pair* p) { return p->kept; });
  const Ball share = v.collision == Collision::mean ? one / arithmetic_.literal(static_cast<double>(kept)) : one;

  // Add their coordinate terms.
  PositiveSlot sum{zero, zero, {zero, zero, zero, zero, zero}};
  double weight = 0;
  for (const Pair* p : pairs) {
    if (!p->kept) continue;
    const Truth& truth = truth_of(*p);
    weight = std::max(weight, truth.weight);
    if (p->gated) continue;
    const BoxTerm term = coordinates(v, slot, truth);
    const Ball factor = f.coord * arithmetic_.constant(truth.weight) * share;
    sum.coord = sum.coord + factor * term.value;
    for (std::size_t k = 0; k < 4; ++k) sum.slopes[k] = sum.slopes[k] + factor * term.slopes[k];
  }

  // Add the objectness, once.
  const bool by_iou = (v.family == Family::v1 || v.family == Family::v2) && v.iou_target != IouTarget::one;
  std::vector<BoxPair> boxes;
  for (const Pair* p : pairs)
    if (by_iou && p->kept) boxes.push_back(box_pair(v, slot, truth_of(*p)));
  const Ball target = by_iou ? largest_iou(boxes) : one, factor = f.obj * arithmetic_.constant(weight);
  const Term term = objectness(v, slot.t[4], target);
  sum.obj = factor * term.value;
  sum.slopes[4] = factor * term.slope;

  // Let the IOU move the box.
  if (by_iou && v.iou_target == IouTarget::differentiated) {
    const auto slopes = largest_iou_slopes(v, boxes, 2 * (factor * (target - activated(v, slot.t[4]).value)));
    for (std::size_t k = 0; k < 4; ++k) sum.slopes[k] = sum.slopes[k] + slopes[k];
  }
  for (Ball& slope : sum.slopes) slope = arithmetic_.store(slope);
  return sum;
}

ClassTerm Evaluator::class_row(const std::vector<Ball>& logits, std::span<const Pair* const> of, const Ball& factor) const {
  std::vector<bool> hot(logits.size());
  for (const Pair* p : of) {
    const Truth& truth = truth_of(*p);
    hot[static_cast<std::size_t>(truth.class_id)] = true;
    for (const std::int32_t c : truth.more_classes) hot[static_cast<std::size_t>(c)] = true;
  }
  ClassTerm term = class_term(problem_.variant, logits, hot);
  term.value = factor * term.value;
  for (Ball& slope : term.slopes) slope = factor * slope;
  return term;
}

ClassTerm Evaluator::classes(const std::vector<const Pair*>& pairs) const {
  // Read the logits.
  const Variant& v = problem_.variant;
  Address at = address(*pairs[0]);
  const HeadShape& s = problem_.shapes[static_cast<std::size_t>(at.head)];
  const Ball zero = arithmetic_.literal(0), one = arithmetic_.literal(1), scale = factors_[static_cast<std::size_t>(at.head)].classes;
  if (v.family == Family::v1) at.anchor = 0;
  std::vector<Ball> logits;
  for (at.channel = 5; at.channel < 5 + s.c; ++at.channel) logits.push_back(logit(at));
  const auto weight = [&](const Pair* p) { return truth_of(*p).weight; };

  // Join all pairs, or add each by itself.
  ClassTerm sum{zero, std::vector<Ball>(logits.size(), zero)};
  const bool each = v.family == Family::v1 ? v.cell_sharing == CellSharing::sum : v.class_collision == ClassCollision::per_pair;
  std::span<const Pair* const> all(pairs);
  if (v.family != Family::v1 && v.class_collision == ClassCollision::overwrite) all = all.last(1);
  if (!each) {
    double largest = 0;
    for (const Pair* p : all) largest = std::max(largest, weight(p));
    sum = class_row(logits, all, scale * arithmetic_.constant(largest));
  }
  const auto kept = std::count_if(pairs.begin(), pairs.end(), [](const Pair* p) { return p->kept; });
  const Ball share = v.family != Family::v1 && v.collision == Collision::mean ? one / arithmetic_.literal(static_cast<double>(kept)) : one;
  for (std::size_t i = 0; each && i < pairs.size(); ++i) {
    if (v.family != Family::v1 && !pairs[i]->kept) continue;
    const ClassTerm one_pair = class_row(logits, all.subspan(i, 1), scale * arithmetic_.constant(weight(pairs[i])) * share);
    sum.value = sum.value + one_pair.value;
    for (std::size_t c = 0; c < logits.size(); ++c) sum.slopes[c] = sum.slopes[c] + one_pair.slopes[c];
  }
  for (Ball& slope : sum.slopes) slope = arithmetic_.store(slope);
  return sum;
}

}  // namespace yologold::bounds
