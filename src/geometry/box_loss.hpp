#pragma once
#include "geometry/ciou_loss.hpp"
#include "geometry/giou_loss.hpp"

namespace yologold::geometry {

/// (x-x^)^2 + (y-y^)^2 + (w-w^)^2 + (h-h^)^2.
template <class T>
BoxGrad<T> squared_box_loss(const PairOfBoxes<T>& p) {
  const T w = p.w - p.truth_w, h = p.h - p.truth_h;
  return {((p.dx * p.dx + p.dy * p.dy) + w * w) + h * h, p.dx + p.dx, p.dy + p.dy, w + w, h + h};
}

/// The box loss of a variant; `tie` is the partial at equal edges.
template <class T>
BoxGrad<T> box_loss(const PairOfBoxes<T>& p, const Variant& v, T tie) {
  switch (v.box_loss) {
    case BoxLoss::ciou:
      return ciou_loss(p, v, tie);
    case BoxLoss::giou:
      return giou_loss(p, tie);
    case BoxLoss::iou:
      return iou_loss(p, tie).loss;
    case BoxLoss::diou:
      return diou_loss(p, tie);
    default:
      return squared_box_loss(p);
  }
}

/// The subgradient at equal edges.
template <class T>
T tie_of(const Variant& v) {
  return v.subgradient == Subgradient::midpoint ? T(0.5) : v.subgradient == Subgradient::first ? T(1) : T(0);
}

}  // namespace yologold::geometry
