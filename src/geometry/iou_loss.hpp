#pragma once
#include "geometry/axis.hpp"

namespace yologold::geometry {

/// Value and partials with respect to the prediction's centre and size.
template <class V>
struct BoxGrad {
  V value, x, y, w, h;
};

/// 1 - IOU with everything the other box losses need.
///   1 - IOU = (union - inter)/union, the numerator summed from what each box has beyond the overlap:
///   union - inter = (ew h + iw eh) + (eW H + iw eH)
///   dIOU/dw = (iw' ih (union - inter) + inter ((2 iw' - 1) ih - eh)) / union^2,  iw' = d iw/dw        dIOU/dx = iw' ih (union + inter)/union^2
template <class V>
struct IouLoss {
  BoxGrad<V> loss;  ///< 1 - IOU and its partials
  V iou, uni;
  Axis<V> across, down;
};

template <class V>
YG_INLINE IouLoss<V> iou_loss(const PairOfBoxes<V>& p, V tie) {
  using T = lane::ScalarOf<V>;
  const V one(T(1)), two(T(2));
  const auto a = axis(p.dx, p.w, p.truth_w, tie), b = axis(p.dy, p.h, p.truth_h, tie);
  const V inter = a.overlap * b.overlap, uni = (p.w * p.h + p.truth_w * p.truth_h) - inter;

  // An infinite union leaves no overlap: 1 - IOU = 1.
  const V apart = (a.excess * p.h + a.overlap * b.excess) + (a.truth_excess * p.truth_h + a.overlap * b.truth_excess);
  constexpr T inf = __builtin_huge_val();
  const V miss = lane::select(uni == V(inf), one, apart / uni), iou = inter / uni;

  const V dx = (a.overlap_centre * b.overlap) * (one + iou) / uni, dy = (b.overlap_centre * a.overlap) * (one + iou) / uni;
  const V dw = (a.overlap_size * b.overlap * miss + iou * ((two * a.overlap_size - one) * b.overlap - b.excess)) / uni;
  const V dh = (b.overlap_size * a.overlap * miss + iou * ((two * b.overlap_size - one) * a.overlap - a.excess)) / uni;
  return {{miss, lane::negate(dx), lane::negate(dy), lane::negate(dw), lane::negate(dh)}, iou, uni, a, b};
}

}  // namespace yologold::geometry
