#pragma once
#include "terms/coord_term.hpp"

namespace yologold::terms {

/// v3: (tx-t^x)^2 + (ty-t^y)^2 + (tw-t^w)^2 + (th-t^h)^2. Darknet's delta of x and y is off - sigma(t) instead.
template <class T>
CoordTerm<T> coord_v3(const T (&t)[4], const WorkPair& p, const Variant& v, const HeadModel& head, const HeadAnchor& anchor) {
  const bool delta = v.gradient == Gradient::darknet_delta;
  const T eps = static_cast<T>(v.offset_eps), off[2] = {static_cast<T>(p.offset_x), static_cast<T>(p.offset_y)};
  const auto size = [&](T logit, double truth, std::int64_t cells, double anchor_cells) {
    return size_anchor(logit, static_cast<T>(truth * static_cast<double>(cells)), static_cast<T>(anchor_cells), T(1), SizeSpace::t_space);
  };
  const Truth& truth = *p.truth->truth;
  auto term = add_squares<T>({offset_logit(t[0], off[0], eps), offset_logit(t[1], off[1], eps), size(t[2], truth.w, head.shape.w, anchor.w_cells),
                              size(t[3], truth.h, head.shape.h, anchor.h_cells)},
                             delta);
  for (int k = 0; k < 2 && delta; ++k) term.slope[k] = lane::negate(offset_logistic(t[k], off[k]).error);
  return term;
}

}  // namespace yologold::terms
