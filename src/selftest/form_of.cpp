#include "selftest/form_of.hpp"

namespace yologold::selftest {

Form form_of(const Variant& v) {
  Form form;
  form.family = static_cast<int>(v.family) + 1;
  form.delta = v.gradient == Gradient::darknet_delta;
  if (v.family == Family::v1) {
    form.emits_roots = v.activation == Activation::linear_sqrt;
    form.emits_values = form.emits_roots || v.activation == Activation::linear;
    form.plain_classes = v.activation != Activation::logistic;
    form.sizes = v.size_error == SizeError::sqrt ? Sizes::roots : v.size_error == SizeError::log ? Sizes::logs : Sizes::values;
    return form;
  }
  form.predicted_scale = v.coordinate_scale == CoordinateScale::prediction;
  if (v.family == Family::v2 && v.size_space == SizeSpace::t_space) form.sizes = Sizes::logs;
  return form;
}

}  // namespace yologold::selftest
