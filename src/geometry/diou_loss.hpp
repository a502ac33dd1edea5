#pragma once
#include "geometry/iou_loss.hpp"

namespace yologold::geometry {

/// The distance term of DIOU and CIOU: rho^2/d^2, rho the distance of the centres, d the diagonal of the hull.
template <class V>
YG_INLINE BoxGrad<V> distance_term(const PairOfBoxes<V>& p, const IouLoss<V>& l) {
  const V two(lane::ScalarOf<V>(2));
  const V diagonal = l.across.hull * l.across.hull + l.down.hull * l.down.hull;
  const V ratio = (p.dx * p.dx + p.dy * p.dy) / diagonal;
  const V across = two * (ratio * l.across.hull / diagonal), down = two * (ratio * l.down.hull / diagonal);
  return {ratio, two * p.dx / diagonal - across * l.across.hull_centre, two * p.dy / diagonal - down * l.down.hull_centre,
          lane::negate(across * l.across.hull_size), lane::negate(down * l.down.hull_size)};
}

/// 1 - DIOU = 1 - IOU + rho^2/d^2.
template <class V>
YG_INLINE BoxGrad<V> diou_loss(const PairOfBoxes<V>& p, V tie) {
  const auto l = iou_loss(p, tie);
  const auto d = distance_term(p, l);
  return {l.loss.value + d.value, l.loss.x + d.x, l.loss.y + d.y, l.loss.w + d.w, l.loss.h + d.h};
}

}  // namespace yologold::geometry
