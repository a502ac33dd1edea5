#pragma once
#include "geometry/overlap.hpp"
#include "lane/atan.hpp"

namespace yologold::geometry {

/// Value and partials with respect to the prediction's centre and size.
template <class V>
struct BoxGrad {
  V value, x, y, w, h;
};

/// One axis of two boxes: overlap and hull lengths, what each box has beyond the overlap, and partials with respect to the prediction's centre and size.
/// In corners (x1, x2 of the prediction, X1, X2 of the truth): overlap = min(x2, X2) - max(x1, X1), hull = max(x2, X2) - min(x1, X1).
/// Where two edges are equal, or the overlap is exactly 0, the partial is `tie` (1/2, 0 or 1).
template <class V>
struct Axis {
  V overlap, excess, truth_excess, overlap_centre, overlap_size;
  V hull, hull_centre, hull_size;
  V beyond, truth_beyond, apart;   ///< hull - W, hull - w, and the gap between disjoint boxes
};

/// 1 where a < 0, `tie` where a = 0, else 0.
template <class V>
YG_INLINE V below(V a, V tie) {
  const V zero(lane::ScalarOf<V>(0)), one(lane::ScalarOf<V>(1));
  return lane::select(a < zero, one, lane::select(a > zero, zero, tie));
}

template <class V>
YG_INLINE Axis<V> axis(V d, V w, V truth_w, V tie) {
  using T = lane::ScalarOf<V>;
  const V zero(T(0)), half(T(0.5));
  const V lead = half * (w - truth_w), right = d + lead, left = d - lead;
  const V raw = overlap_length(d, w, truth_w), open = below(lane::negate(raw), tie);

  // Follow the edge that decides on each side.
  const V inner_right = below(right, tie), inner_left = below(lane::negate(left), tie);
  const V outer_right = below(lane::negate(right), tie), outer_left = below(left, tie);
  const V beyond = lane::max(lane::max(w - truth_w, lead + lane::abs(d)), zero);
  const V truth_beyond = lane::max(lane::max(truth_w - w, lane::abs(d) - lead), zero);
  return {lane::max(raw, zero),
          lane::min(w, beyond),
          lane::min(truth_w, truth_beyond),
          open * (inner_right - inner_left),
          open * (half * (inner_right + inner_left)),
          lane::max(lane::max(w, truth_w), half * (w + truth_w) + lane::abs(d)),
          outer_right - outer_left,
          half * (outer_right + outer_left),
          beyond,
          truth_beyond,
          lane::max(lane::negate(raw), zero)};
}

/// 1 - IOU with everything the other box losses need.
///   1 - IOU = (union - inter)/union, the numerator summed from what each box has beyond the overlap:
///   union - inter = (ew h + iw eh) + (eW H + iw eH)
///   dIOU/dw = (iw' ih (union - inter) + inter ((2 iw' - 1) ih - eh)) / union^2,  iw' = d iw/dw        dIOU/dx = iw' ih (union + inter)/union^2
template <class V>
struct IouLoss {
  BoxGrad<V> loss;      ///< 1 - IOU and its partials
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
  return {l.loss.value + empty,
          share(l.loss.x, bare(a.hull_centre + a.overlap_centre, a.hull_centre, a.overlap_centre, p.h, b), a.hull_centre * b.hull),
          share(l.loss.y, bare(b.hull_centre + b.overlap_centre, b.hull_centre, b.overlap_centre, p.w, a), b.hull_centre * a.hull),
          share(l.loss.w, bare((a.hull_size + a.overlap_size) - one, a.hull_size, a.overlap_size, p.h, b), a.hull_size * b.hull),
          share(l.loss.h, bare((b.hull_size + b.overlap_size) - one, b.hull_size, b.overlap_size, p.w, a), b.hull_size * a.hull)};
}

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

/// The aspect term v = 4/pi^2 (atan(W/H) - atan(w/h))^2; the difference of the angles is one atan of one quotient.
///   dv/dw = -8/pi^2 (...) h/(w^2 + h^2), dv/dh = +8/pi^2 (...) w/(w^2 + h^2); `unit` leaves the denominator out.
template <class V>
YG_INLINE BoxGrad<V> aspect_term(const PairOfBoxes<V>& p, bool unit) {
  const V zero(lane::ScalarOf<V>(0));
  const V angle = lane::atan((p.truth_w * p.h - p.w * p.truth_h) / (p.truth_h * p.h + p.truth_w * p.w));
  const V scale = lane::constant<V>(0x1.9f02f6222c72p-2);   // 4/pi^2
  const V slope = (scale + scale) * angle, roundness = p.w / p.h + p.h / p.w;
  return {scale * angle * angle, zero, zero, lane::negate(unit ? slope * p.h : slope / (p.w * roundness)), unit ? slope * p.w : slope / (p.h * roundness)};
}

}  // namespace yologold::geometry
