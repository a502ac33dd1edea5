#pragma once
#include "geometry/iou_loss.hpp"

namespace yologold::geometry {

/// The part of the hull that neither box covers, hull - union, from lengths that reach beyond each other (bw, bh: the prediction past the truth; Bw, Bh: the
/// truth past the prediction; ow, oh: the gap of disjoint boxes), so that nothing cancels:
///   boxes that overlap: Bw bh + bw Bh        apart across: w Bh + ow hull_h + W bh        apart down: h Bw + oh hull_w + H bw
template <class V>
YG_INLINE V uncovered(const PairOfBoxes<V>& p, const Axis<V>& a, const Axis<V>& b) {
  const V zero(lane::ScalarOf<V>(0));
  const V across = (p.w * b.truth_beyond + a.apart * b.hull) + p.truth_w * b.beyond, down = (p.h * a.truth_beyond + b.apart * a.hull) + p.truth_h * a.beyond;
  return lane::select(a.apart > zero, across, lane::select(b.apart > zero, down, a.truth_beyond * b.beyond + a.beyond * b.truth_beyond));
}

/// GIOU: 1 - IOU + (hull - union)/hull.
///   d(hull - union)/dw = (hull_w' + iw' - 1) h + hull_w' Bh - iw' eh        d(hull - union)/dx = (hull_x' + iw_x') h + hull_x' Bh - iw_x' eh
template <class V>
YG_INLINE BoxGrad<V> giou_loss(const PairOfBoxes<V>& p, V tie) {
  const V one(lane::ScalarOf<V>(1));
  const auto l = iou_loss(p, tie);
  const auto &a = l.across, &b = l.down;
  const V hull = a.hull * b.hull, empty = uncovered(p, a, b) / hull;

  // The slope of the uncovered part along one axis, given the size and the other axis; then of its share of the hull.
  const auto bare = [](V whole, V out, V in, V size, const Axis<V>& other) { return (whole * size + out * other.truth_beyond) - in * other.excess; };
  const auto share = [&](V loss, V slope, V hull_slope) { return loss + (slope - empty * hull_slope) / hull; };
  return {l.loss.value + empty, share(l.loss.x, bare(a.hull_centre + a.overlap_centre, a.hull_centre, a.overlap_centre, p.h, b), a.hull_centre * b.hull),
          share(l.loss.y, bare(b.hull_centre + b.overlap_centre, b.hull_centre, b.overlap_centre, p.w, a), b.hull_centre * a.hull),
          share(l.loss.w, bare((a.hull_size + a.overlap_size) - one, a.hull_size, a.overlap_size, p.h, b), a.hull_size * b.hull),
          share(l.loss.h, bare((b.hull_size + b.overlap_size) - one, b.hull_size, b.overlap_size, p.w, a), b.hull_size * a.hull)};
}

}  // namespace yologold::geometry
