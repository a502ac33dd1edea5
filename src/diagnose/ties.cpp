#include "diagnose/ties.hpp"

#include <algorithm>
#include <array>

#include "suite/infer_shape.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {
namespace {

constexpr std::int64_t tie_classes = 3;

// The first anchor fills the image; no other comes as near to a truth of half the image.
constexpr std::array<std::array<double, 2>, 9> tie_sizes{
    {{1, 1}, {0.25, 0.5}, {0.125, 0.125}, {0.5, 0.25}, {0.25, 0.125}, {0.125, 0.25}, {0.375, 0.125}, {0.125, 0.375}, {0.125, 0.5}}};

// Height and width of the heads: the centres of cells are exact.
constexpr std::array<std::array<std::int64_t, 2>, 3> tie_grids{{{4, 8}, {2, 4}, {8, 4}}};

std::size_t owner_of_first(const Variant& v) {
  for (std::size_t k = 0; k < v.masks.size(); ++k)
    if (std::find(v.masks[k].begin(), v.masks[k].end(), 0) != v.masks[k].end()) return k;
  return 0;
}

TruthBatch make_truths(const Variant& v, const HeadShape& head) {
  TruthBatch truths(1);
  const auto add = [&](double column, double row, double w, double class_id, bool ignore) {
    Truth t{.cx = (column + 0.5) / static_cast<double>(head.w), .cy = (row + 0.5) / static_cast<double>(head.h), .w = w, .h = 1};
    t.class_id = static_cast<std::int32_t>(class_id);
    t.ignore = ignore;
    truths.add(0, t);
  };

  // With an anchor that fills the image, a truth as high as the image and w wide has a shape IOU of w.
  const double threshold = v.family == Family::v4 ? v.iou_thresh : v.gate_thresh;
  if (v.family != Family::v2) add(1, 0, threshold, 1, false);

  // A zero logit predicts the anchor around the centre of its cell: here the IOU is w.
  add(2, 1, v.ignore_thresh, 0, true);

  // Here the boxes are equal.
  add(0, 1, 1, 2, false);
  return truths;
}

}  // namespace

std::optional<GivenCase> exact_ties(const std::string& name, const std::string& variant, const Json& set, const Variant& loaded) {
  if (loaded.family == Family::v1) return std::nullopt;
  const std::size_t heads = std::max<std::size_t>(1, loaded.masks.size());
  if (heads > tie_grids.size() || loaded.anchors.size() > tie_sizes.size()) return std::nullopt;

  // Say what the case is.
  const std::string id = name + "/exact-ties";
  Json anchors = Json::array(), files = Json::array();
  for (std::size_t i = 0; i < loaded.anchors.size(); ++i) anchors.push_back(tie_sizes[i]);
  for (std::size_t k = 0; k < heads; ++k) files.push_back("inputs/" + id + "/head-" + std::to_string(k) + ".npy");
  GivenCase given;
  given.json = {{"id", id}, {"variant", variant}, {"set", set}, {"files", {{"heads", files}, {"truths", "inputs/" + id + "/truths.json"}}}};
  given.json["set"].update(Json{{"anchors", anchors}, {"anchor_unit", "image"}, {"classes", tie_classes}});

  // Make what it reads.
  std::vector<std::string> overrides;
  for (const auto& [key, value] : given.json["set"].items()) overrides.push_back(key + "=" + value.dump());
  Inputs& inputs = given.inputs;
  inputs.variant = load_variant(variant, overrides);
  for (std::size_t k = 0; k < heads; ++k) {
    inputs.shapes.push_back({1, predictors_of(inputs.variant, k, heads), tie_grids[k][0], tie_grids[k][1], tie_classes, false});
    Tensor zeros{TensorType::f32, tensor_shape(LayoutName::nchw, inputs.shapes[k]), {}};
    zeros.bytes.resize(static_cast<std::size_t>(zeros.elements()) * size_of(zeros.type));
    inputs.heads.push_back(std::move(zeros));
  }
  inputs.truths = make_truths(inputs.variant, inputs.shapes[owner_of_first(inputs.variant)]);
  return given;
}

}  // namespace yologold
