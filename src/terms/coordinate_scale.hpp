#pragma once
#include "terms/coord_term.hpp"

namespace yologold::terms {

/// Multiplies by the coordinate scale: 2 - w h of the truth, its root or square; or 2 - w^ h^ of the prediction, whose gradient joins.
template <class T>
void scale_coordinates(CoordTerm<T>& term, const T (&t)[4], const Truth& truth, const Variant& v, const HeadAnchor& anchor) {
  const T two_minus = T(2) - static_cast<T>(truth.w * truth.h);
  T factor = 1, area = 0;
  switch (v.coordinate_scale) {
    case CoordinateScale::off:
      return;
    case CoordinateScale::two_minus_wh:
      factor = two_minus;
      break;
    case CoordinateScale::sqrt:
      factor = lane::sqrt(two_minus);
      break;
    case CoordinateScale::squared:
      factor = two_minus * two_minus;
      break;
    case CoordinateScale::prediction:
      area = (static_cast<T>(anchor.w_image) * lane::exp(t[2])) * (static_cast<T>(anchor.h_image) * lane::exp(t[3]));
      factor = T(2) - area;
      break;
  }
  const bool joins = v.coordinate_scale == CoordinateScale::prediction && v.gradient != Gradient::darknet_delta;
  for (int k = 0; k < 4; ++k) term.slope[k] = term.slope[k] * factor - (k > 1 && joins ? term.value * area : T(0));
  term.value = term.value * factor;
}

}  // namespace yologold::terms
