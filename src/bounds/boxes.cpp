#include "bounds/boxes.hpp"

#include "bounds/branch.hpp"

namespace yologold::bounds {

Ball iou(const BoxPair& pair) {
  const NumericProfile& p = pair.dx.in->profile;
  const Ball centred = centred_iou(pair);
  return p.corner ? either(corner_iou(pair), centred) : centred;
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
