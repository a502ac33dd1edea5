#include "bounds/problem.hpp"

namespace yologold::bounds {

std::vector<std::string> not_covered(const Variant& v) {
  std::vector<std::string> names;
  const auto refuse = [&](bool chosen, const char* name) {
    if (chosen) names.emplace_back(name);
  };
  const bool squares = v.family == Family::v1 || v.family == Family::v2;
  refuse(v.gradient == Gradient::darknet_delta, "gradient=darknet-delta");
  refuse(squares && v.iou_target == IouTarget::differentiated, "iou_target=differentiated");
  refuse(v.family == Family::v1 && v.activation != Activation::logistic, "activation other than logistic");
  refuse(v.family != Family::v1 && v.coordinate_scale == CoordinateScale::prediction, "coordinate_scale=prediction");
  return names;
}

}  // namespace yologold::bounds
