#include "bounds/boxes.hpp"

#include "bounds/branch.hpp"

namespace yologold::bounds {
namespace {

/// A v1 network may emit a negative size, which overlaps nothing and may leave no union to divide by.
bool is_inverted(const BoxPair& pair) { return pair.pred.w.v < -pair.pred.w.e || pair.pred.h.v < -pair.pred.h.e; }

}  // namespace

Ball iou(const BoxPair& pair) {
  const NumericProfile& p = pair.dx.in->profile;
  if (is_inverted(pair)) return pair.dx.in->literal(0);
  const Ball centred = centred_iou(pair);
  return p.corner ? either(corner_iou(pair), centred) : centred;
}

std::array<Ball, 4> iou_slopes(double tie, const BoxPair& pair, const Ball& factor) {
  const Arithmetic& a = *pair.dx.in;
  const Ball zero = a.literal(0);
  if (is_inverted(pair)) return {zero, zero, zero, zero};
  if (a.branch && a.branch->corner()) return corner_iou_slopes(tie, pair, factor);
  std::array<Ball, 4> slopes = centred_iou_slopes(tie, pair, factor);
  if (a.branch || !a.profile.corner) return slopes;
  const std::array<Ball, 4> corner = corner_iou_slopes(tie, pair, factor);
  for (std::size_t i = 0; i < 4; ++i) slopes[i] = either(corner[i], slopes[i]);
  return slopes;
}

BoxTerm box_loss(const Variant& variant, const BoxPair& pair) {
  const NumericProfile& p = pair.dx.in->profile;
  const Branch* const branch = pair.dx.in->branch;
  if (branch && branch->corner()) return corner_box_loss(variant, pair);
  BoxTerm term = centred_box_loss(variant, pair);
  if (branch || !p.corner) return term;
  const BoxTerm corner = corner_box_loss(variant, pair);
  term.value = either(corner.value, term.value);
  for (std::size_t i = 0; i < 4; ++i) term.slopes[i] = either(corner.slopes[i], term.slopes[i]);
  return term;
}

AspectWeight aspect_weight(const Variant& variant, const Ball& v, const Ball& miss, const Ball& iou) {
  const Ball zero = v.in->literal(0), one = v.in->literal(1);
  Ball alpha = v.v == 0 && v.e == 0 ? zero : v / (miss + v);
  if (variant.alpha == Alpha::zero_below_half) alpha = gate(below(v.in->literal(0.5), iou, 0), alpha);
  if (variant.alpha != Alpha::differentiated) return {alpha, alpha, one};
  return {alpha, (v.in->literal(2) - alpha) * alpha, one - alpha * alpha};
}

}  // namespace yologold::bounds
