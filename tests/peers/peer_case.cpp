#include "peers/peer_case.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "files/read.hpp"
#include "yologold/variant_json.hpp"

namespace yologold::test {

namespace {

using Json = nlohmann::json;
using Overrides = std::vector<std::string>;

/// Hands a setting of theirs on under our key.
void hand_on(const Json& settings, const char* theirs, const char* ours, Overrides& out) {
  if (settings.contains(theirs)) out.push_back(std::string(ours) + "=" + settings.at(theirs).dump());
}

void hand_on_scales(const Json& s, Overrides& out) {
  hand_on(s, "coord_scale", "lambda_coord", out);
  hand_on(s, "object_scale", "lambda_obj", out);
  hand_on(s, "noobject_scale", "lambda_noobj", out);
  hand_on(s, "class_scale", "lambda_class", out);
  out.push_back(s.at("rescore") == 1 ? "iou_target=detached" : "iou_target=one");
}

Variant v1(const Json& s, Overrides out) {
  if (s.at("sqrt") != 1) throw std::runtime_error("sqrt=0 is not expected here");
  hand_on_scales(s, out);
  hand_on(s, "n", "predictors", out);
  return load_variant("yolov1-darknet", out);
}

Variant v2(const Json& s, Overrides out, bool alexeyab) {
  hand_on_scales(s, out);
  hand_on(s, "anchors_grid_units", "anchors", out);
  hand_on(s, "thresh", "ignore_thresh", out);
  out.push_back("masks=[[0,1]]");
  out.push_back(s.at("bias_match") == 1 ? "anchor_match=shape-iou" : "anchor_match=predicted-shape");
  if (alexeyab) out.push_back("coordinate_scale=off");
  return load_variant("yolov2-darknet", out);
}

void hand_on_yolo(const Json& s, Overrides& out) {
  hand_on(s, "anchors_pixels", "anchors", out);
  hand_on(s, "ignore", "ignore_thresh", out);
  hand_on(s, "iou_norm", "lambda_coord", out);
  out.push_back("masks=[" + s.at("mask").dump() + "]");
  out.push_back("image=[" + s.at("net_w").dump() + "," + s.at("net_h").dump() + "]");
}

/// AlexeyAB's objectness and classes of a [yolo] with a box loss; its box deltas are no gradient of anything.
Variant v4(const Json& s, Overrides out) {
  hand_on_yolo(s, out);
  hand_on(s, "iou_thresh", "iou_thresh", out);
  out.push_back("scale_xy=[" + s.at("scale_x_y").dump() + "]");
  out.insert(out.end(), {"ignore=decoded-any-class", "noobj=complement-minus-ignored", "class_thresh=0.25", "class_collision=multi-hot"});
  if (s.contains("smooth")) out.push_back("label_smoothing=half-eps");
  hand_on(s, "smooth", "smoothing_eps", out);
  return load_variant("yolov4", out);
}

Variant variant_of(const std::string& name, const Json& s) {
  const bool alexeyab = name.find("_ab__") != std::string::npos;
  Overrides out;
  hand_on(s, "classes", "classes", out);
  switch (name[1]) {
    case '1':
      return v1(s, out);
    case '2':
      return v2(s, out, alexeyab);
    case '3':
      hand_on_yolo(s, out);
      return load_variant(alexeyab ? "yolov3-alexeyab" : "yolov3-darknet", out);
    default:
      return v4(s, out);
  }
}

}  // namespace

PeerCase load_peer_case(const std::string& name) {
  const std::string folder = std::string(YG_TEST_DATA "/peers/darknet/") + name + "/";
  std::ifstream file(folder + "case.json");
  if (!file) throw std::runtime_error(folder + "case.json is missing");
  const Json given = Json::parse(file), &s = given.at("settings");
  PeerCase c;
  c.variant = variant_of(name, s);
  c.input = read_tensor(folder + "input.npy");
  c.delta = read_tensor(folder + "delta.npy");
  c.cost = given.at("cost");

  const auto classes = s.at("classes").get<std::int64_t>();
  if (c.variant.family == Family::v1) {
    const auto side = s.at("side").get<std::int64_t>();
    c.shape = {c.input.shape[0], s.at("n"), side, side, classes, true};
    c.layout = layout_of(LayoutName::darknet_v1, c.shape);
  } else {
    c.shape = {c.input.shape[0], c.input.shape[1] / (5 + classes), c.input.shape[2], c.input.shape[3], classes, false};
    c.layout = layout_of(LayoutName::nchw, c.shape);
  }
  if (c.input.elements() != c.shape.elements() || c.delta.elements() != c.shape.elements())
    throw std::runtime_error(folder + " holds tensors of another shape");
  c.truths = read_truths(folder + "truth.npy", c.shape.n);
  return c;
}

std::span<const float> floats(const Tensor& tensor) {
  if (tensor.type != TensorType::f32) throw std::runtime_error(std::string("f32 is expected, not ") + name_of(tensor.type));
  return {reinterpret_cast<const float*>(tensor.bytes.data()), static_cast<std::size_t>(tensor.elements())};
}

std::span<const double> doubles(const Tensor& tensor) {
  if (tensor.type != TensorType::f64) throw std::runtime_error(std::string("f64 is expected, not ") + name_of(tensor.type));
  return {reinterpret_cast<const double*>(tensor.bytes.data()), static_cast<std::size_t>(tensor.elements())};
}

}  // namespace yologold::test
