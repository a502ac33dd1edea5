#pragma once
#include "terms/coord_term.hpp"

namespace yologold::terms {

/// v2: (x-x^)^2 + (y-y^)^2 + (w-w^)^2 + (h-h^)^2, x and y in cells, w and h in size_space.
template <class T>
CoordTerm<T> coord_v2(const T (&t)[4], const WorkPair& p, const Variant& v, const HeadModel& head, const HeadAnchor& anchor) {
  const auto size = [&](T logit, double truth, std::int64_t cells, double anchor_cells, double unit) {
    return size_anchor(logit, static_cast<T>(truth * static_cast<double>(cells)), static_cast<T>(anchor_cells), static_cast<T>(unit), v.size_space);
  };
  const Truth& truth = *p.truth->truth;
  return add_squares<T>({offset_logistic(t[0], static_cast<T>(p.offset_x)), offset_logistic(t[1], static_cast<T>(p.offset_y)),
                         size(t[2], truth.w, head.shape.w, anchor.w_cells, head.unit_x), size(t[3], truth.h, head.shape.h, anchor.h_cells, head.unit_y)},
                        v.gradient == Gradient::darknet_delta);
}

}  // namespace yologold::terms
