#include "peers/rounding.hpp"

#include <algorithm>
#include <cmath>

namespace yologold::test {

Rounding rounding_of(const Variant& v, const HeadShape& shape, const Truths& truths) {
  const double u = 0x1p-24, side = static_cast<double>(std::max(shape.h, shape.w));
  double smallest = 1;
  for (const Truth& t : truths.all) smallest = std::min({smallest, t.w, t.h});
  const bool to_iou = (v.family == Family::v1 || v.family == Family::v2) && v.iou_target != IouTarget::one;
  const double box_scale = v.lambda_coord * (v.coordinate_scale == CoordinateScale::two_minus_wh && v.family != Family::v1 ? 2 : 1);
  return {4 * side * box_scale * u, 4 * (to_iou ? 1 / smallest : 1) * v.lambda_obj * u,
          4 * (v.family == Family::v2 ? std::sqrt(static_cast<double>(shape.c)) : 1) * v.lambda_class * u, 4 * u};
}

double cost_rounding(std::int64_t elements) { return (8 + std::sqrt(static_cast<double>(elements))) * 0x1p-24; }

}  // namespace yologold::test
