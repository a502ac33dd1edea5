#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "files/read.hpp"
#include "peers/elements.hpp"
#include "peers/evaluate.hpp"
#include "peers/peer_case.hpp"
#include "support/catch.hpp"
#include "yologold/variant_json.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

struct PaddleCase {
  Variant variant;
  HeadShape shape;
  Layout layout;
  Tensor input, gradient, mask;
  std::vector<Truth> truths;
  std::vector<std::int64_t> first{0};

  explicit PaddleCase(const std::string& folder);
};

/// Paddle's yolo_loss in our words, but for its coordinate term, which is none of ours.
PaddleCase::PaddleCase(const std::string& folder)
    : input(read_tensor(folder + "/input.npy")), gradient(read_tensor(folder + "/grad.npy")), mask(widen(read_tensor(folder + "/objectness_mask.npy"))) {
  const auto meta = nlohmann::json::parse(std::ifstream(folder + "/meta.json"));
  const auto& d = input.shape;
  shape = {d[0], d[1], d[3], d[4], d[2] - 5, false};
  layout = layout_of(LayoutName::nchw, shape);
  const std::int64_t stride = meta.at("downsample_ratio");
  const std::vector<std::string> overrides{
      "classes=" + std::to_string(shape.c), "anchors=" + meta.at("anchors_pixels").dump(), "masks=[" + meta.at("mask").dump() + "]",
      "image=[" + std::to_string(stride * shape.w) + "," + std::to_string(stride * shape.h) + "]", "ignore_thresh=" + meta.at("ignore_thresh").dump()};
  variant = load_variant("yolov3-darknet", overrides);
  variant.gradient = Gradient::exact;

  // Rows without a width pad.
  const Tensor boxes = read_tensor(folder + "/gt_box.npy"), labels = widen(read_tensor(folder + "/gt_label.npy"));
  const std::size_t rows = static_cast<std::size_t>(boxes.shape[1]);
  for (std::size_t n = 0; n < static_cast<std::size_t>(shape.n); ++n) {
    for (std::size_t i = n * rows; i < (n + 1) * rows; ++i) {
      const double* box = doubles(boxes).data() + i * 4;
      if (box[2] > 0) truths.push_back({box[0], box[1], box[2], box[3], static_cast<std::int32_t>(doubles(labels)[i])});
    }
    first.push_back(static_cast<std::int64_t>(truths.size()));
  }
}

}  // namespace

// f64 beside f64: what is left is the rounding of a sigmoid near 1. Where two truths share a slot, Paddle's class gradient is the last one's.
TEST_CASE("objectness, classes and roles as Paddle computes them in f64") {
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(YG_TEST_DATA "/paddle")) {
    if (!entry.is_directory()) continue;
    CAPTURE(entry.path().filename().string());
    PaddleCase c(entry.path().string());
    c.variant.class_collision = ClassCollision::per_pair;
    const HeadView view{c.input.bytes.data(), DType::f64, c.layout};
    const Truths truths{c.truths, c.first};
    const Evaluation ours = evaluate(c.variant, {&c.shape, 1}, {&view, 1}, truths);
    const std::vector<HeadStages> stages = Plan(c.variant, {&c.shape, 1}).stages({&view, 1}, truths);
    REQUIRE(c.mask.elements() == c.shape.slots());
    int wrong_roles = 0;
    for (std::size_t i = 0; i < stages[0].role.size(); ++i) wrong_roles += static_cast<int>(doubles(c.mask)[i]) != static_cast<int>(stages[0].role[i]);
    CHECK(wrong_roles == 0);
    double worst = 0;
    for_each_element(c.shape, c.layout, [&](const Address& at, std::size_t i) {
      if (at.channel >= 4) worst = std::max(worst, std::abs(ours.gradients[0][i] - doubles(c.gradient)[i]));
    });
    CHECK(worst < 1e-15);
    cases++;
  }
  CHECK(cases == 9);
}
