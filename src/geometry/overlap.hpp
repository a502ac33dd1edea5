#pragma once
#include "lane/lane.hpp"

namespace yologold::geometry {

/// A prediction seen from a truth, in any one unit: the difference of the centres (prediction minus truth) and both sizes.
template <class V>
struct PairOfBoxes {
  V dx, dy, w, h;  ///< prediction
  V truth_w, truth_h;
};

/// The length of the overlap of two intervals: min(w, W, (w + W)/2 - |d|), before the clamp at 0. No corner is formed: nothing cancels far from the origin.
template <class V>
YG_INLINE V overlap_length(V d, V w, V truth_w) {
  using T = lane::ScalarOf<V>;
  return lane::min(lane::min(w, truth_w), V(T(0.5)) * (w + truth_w) - lane::abs(d));
}

/// Intersection and union of two boxes. Union from the sizes: w h + W H - intersection.
template <class V>
struct Areas {
  V inter, uni;
};

template <class V>
YG_INLINE Areas<V> areas(const PairOfBoxes<V>& p) {
  const V zero(lane::ScalarOf<V>(0));
  const V inter = lane::max(overlap_length(p.dx, p.w, p.truth_w), zero) * lane::max(overlap_length(p.dy, p.h, p.truth_h), zero);
  return {inter, (p.w * p.h + p.truth_w * p.truth_h) - inter};
}

/// IOU > thresh, as inter > thresh * union: no division. False where nothing overlaps, or a box is infinite or NaN.
template <class V>
YG_INLINE auto exceeds(const Areas<V>& a, V thresh) {
  return (a.inter > thresh * a.uni) & (a.inter > V(lane::ScalarOf<V>(0)));
}

/// IOU; 0 where the union is not positive.
template <class V>
YG_INLINE V iou(const PairOfBoxes<V>& p) {
  const V zero(lane::ScalarOf<V>(0));
  const auto a = areas(p);
  return lane::select(a.uni > zero, a.inter / a.uni, zero);
}

/// Intersection and union of two boxes with the same centre.
template <class V>
YG_INLINE Areas<V> shape_areas(V w, V h, V other_w, V other_h) {
  const V inter = lane::min(w, other_w) * lane::min(h, other_h);
  return {inter, (w * h + other_w * other_h) - inter};
}

/// IOU of two boxes with the same centre.
///   At (2, 2), (2, 1): 1/2.
template <class V>
YG_INLINE V shape_iou(V w, V h, V other_w, V other_h) {
  const auto a = shape_areas(w, h, other_w, other_h);
  return a.inter / a.uni;
}

/// How far two anchors' shapes are apart: r = max(w/pw, pw/w, h/ph, ph/h) >= 1.
template <class V>
YG_INLINE V shape_ratio(V w, V h, V other_w, V other_h) {
  return lane::max(lane::max(w / other_w, other_w / w), lane::max(h / other_h, other_h / h));
}

}  // namespace yologold::geometry
