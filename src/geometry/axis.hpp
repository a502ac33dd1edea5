#pragma once
#include "geometry/overlap.hpp"

namespace yologold::geometry {

/// One axis of two boxes: overlap and hull lengths, what each box has beyond the overlap, and partials with respect to the prediction's centre and size.
/// In corners (x1, x2 of the prediction, X1, X2 of the truth): overlap = min(x2, X2) - max(x1, X1), hull = max(x2, X2) - min(x1, X1).
/// Where two edges are equal, or the overlap is exactly 0, the partial is `tie` (1/2, 0 or 1).
template <class V>
struct Axis {
  V overlap, excess, truth_excess, overlap_centre, overlap_size;
  V hull, hull_centre, hull_size;
  V beyond, truth_beyond, apart;  ///< hull - W, hull - w, and the gap between disjoint boxes
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

}  // namespace yologold::geometry
