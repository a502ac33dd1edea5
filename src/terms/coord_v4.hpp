#pragma once
#include "decode/boxes.hpp"
#include "geometry/box_loss.hpp"
#include "terms/coord_term.hpp"

namespace yologold::terms {

/// Pulls the partials of a box back to the logits: dx^/dtx = s sigma'(tx) u, dw^/dtw = w^.
template <class T>
CoordTerm<T> pull_back(const geometry::BoxGrad<T>& g, const geometry::PairOfBoxes<T>& p, const T (&t)[4], const HeadModel& head, T ux, T uy) {
  const auto sx = lane::logistic(t[0]), sy = lane::logistic(t[1]);
  const T s = static_cast<T>(head.scale_xy);
  CoordTerm<T> term;
  term.value = g.value;
  term.slope[0] = g.x * ux * s * (sx.rise * sx.fall);
  term.slope[1] = g.y * uy * s * (sy.rise * sy.fall);
  term.slope[2] = g.w * p.w;
  term.slope[3] = g.h * p.h;
  return term;
}

/// v4: the box loss in box_space.
template <class T>
CoordTerm<T> coord_v4(const T (&t)[4], const WorkPair& p, const Variant& v, const HeadModel& head, const HeadAnchor& anchor) {
  const Truth& truth = *p.truth->truth;
  const T ux = static_cast<T>(head.unit_x), uy = static_cast<T>(head.unit_y);
  const auto boxes =
      decode::anchor_pair<T>(t, head, anchor, static_cast<T>(p.offset_x), static_cast<T>(p.offset_y),
                             static_cast<T>(truth.w * static_cast<double>(head.shape.w)), static_cast<T>(truth.h * static_cast<double>(head.shape.h)), ux, uy);
  return pull_back(geometry::box_loss(boxes, v, geometry::tie_of<T>(v)), boxes, t, head, ux, uy);
}

}  // namespace yologold::terms
