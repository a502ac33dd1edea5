#include <map>

#include "golden/tensors.hpp"
#include "selftest/trial.hpp"
#include "suite/infer_shape.hpp"
#include "variant/catalogue.hpp"

namespace yologold::selftest {
namespace {

// Boxes at the corners of cells, sizes that are halves of anchors: IOUs of exactly 1/2, and edges that meet.
Inputs ties(Inputs inputs) {
  // Take the anchors apart and the thresholds to 1/2.
  Variant& v = inputs.variant;
  const bool v1 = v.family == Family::v1;
  if (!v1) {
    v.anchor_unit = AnchorUnit::image;
    v.anchors = {{0.5, 0.25}, {0.25, 0.25}, {0.5, 0.5}};
    v.masks = {{0, 1, 2}};
    v.ignore = Ignore::prior;
    v.noobj = Noobj::complement_minus_ignored;
  }
  v.scale_xy = v.head_weight = {};
  v.iou_thresh = v.ignore_thresh = 0.5;

  // Put the truths and logits of 0.
  const HeadShape shape{2, v1 ? v.predictors : 3, 4, 4, 3, v1};
  Inputs tied{v, LayoutName::nchw, {shape}, {}, TruthBatch(shape.n)};
  tied.heads.push_back(make_tensor(TensorType::f64, tensor_shape(tied.layout, shape), std::vector<double>(static_cast<std::size_t>(shape.elements()))));
  tied.truths.add(0, {.cx = 0.375, .cy = 0.375, .w = 0.25, .h = 0.25, .class_id = 1});
  tied.truths.add(1, {.cx = 0.625, .cy = 0.375, .w = 0.25, .h = 0.125, .class_id = 2});
  tied.truths.add(1, {.cx = 0.375, .cy = 0.875, .w = 0.5, .h = 0.5, .class_id = 0});
  return tied;
}

}  // namespace

std::vector<std::pair<std::string, Inputs>> trial_inputs() {
  // Make the cases of the suite.
  const Suite suite = load_suite("selftest");
  std::vector<std::pair<std::string, Inputs>> all;
  for (const Case& one : suite.cases) all.emplace_back(one.id, make_inputs(suite, one, ""));

  // Add one of ties for each family.
  std::map<Family, Inputs> first;
  for (const auto& [id, inputs] : all) first.emplace(inputs.variant.family, inputs);
  for (const auto& [family, inputs] : first) all.emplace_back(std::string(name_of(family)) + "/ties", ties(inputs));
  return all;
}

}  // namespace yologold::selftest
