#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "choices.hpp"
#include "npy.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

/// Paddle's yolo_loss in our words, but for its coordinate term, which is none of ours.
Variant settings(const nlohmann::json& meta, const HeadShape& shape) {
  Variant variant = usual(Family::v3);
  variant.prior_gate = PriorGate::off;
  variant.ignore = Ignore::decoded;
  variant.noobj = Noobj::complement_minus_ignored;
  variant.collision = Collision::last_wins;
  variant.ignore_thresh = meta.at("ignore_thresh");
  const auto stride = meta.at("downsample_ratio").get<double>();
  variant.image = {stride * static_cast<double>(shape.w), stride * static_cast<double>(shape.h)};
  variant.anchors.clear();
  for (const auto& anchor : meta.at("anchors_pixels")) variant.anchors.push_back({anchor[0], anchor[1]});
  variant.masks = {meta.at("mask").get<std::vector<int>>()};
  return variant;
}

Sample sample_of(const std::string& folder) {
  const Npy input = load_npy(folder + "/input.npy"), boxes = load_npy(folder + "/gt_box.npy"), labels = load_npy(folder + "/gt_label.npy");
  Sample sample;
  sample.shapes = {{input.shape[0], input.shape[1], input.shape[3], input.shape[4], input.shape[2] - 5}};
  sample.data = {input.values};
  sample.heads = {{sample.data[0].data(), DType::f64, nchw(sample.shapes[0])}};
  sample.first = {0};
  const auto rows = static_cast<std::size_t>(boxes.shape[1]);
  for (std::size_t n = 0; n < static_cast<std::size_t>(input.shape[0]); n++) {
    for (std::size_t i = n * rows; i < (n + 1) * rows; i++) {
      const double* box = boxes.values.data() + i * 4;
      if (box[2] > 0) sample.truths.push_back({box[0], box[1], box[2], box[3], static_cast<std::int32_t>(labels.values[i])});
    }
    sample.first.push_back(static_cast<std::int64_t>(sample.truths.size()));
  }
  return sample;
}

}  // namespace

TEST_CASE("objectness, classes and roles as Paddle computes them") {
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(YG_TEST_DATA "/paddle")) {
    if (!entry.is_directory()) continue;
    const std::string folder = entry.path().string();
    CAPTURE(entry.path().filename().string());
    const nlohmann::json meta = nlohmann::json::parse(std::ifstream(folder + "/meta.json"));
    const Sample sample = sample_of(folder);
    const HeadShape& shape = sample.shapes[0];
    const ref::Result result = sample.evaluate(settings(meta, shape), ref::Precision::mpfr);

    // Compare the roles with its objectness mask.
    const Npy mask = load_npy(folder + "/objectness_mask.npy");
    int wrong_roles = 0;
    for (std::size_t i = 0; i < mask.values.size(); i++) wrong_roles += static_cast<int>(mask.values[i]) != static_cast<int>(result.stages[0].role[i]);
    CHECK(wrong_roles == 0);

    // Compare the gradient planes from objectness on.
    const Npy gradient = load_npy(folder + "/grad.npy");
    double worst = 0;
    for (std::int64_t n = 0; n < shape.n; n++)
      for (std::int64_t a = 0; a < shape.a; a++)
        for (std::int64_t k = 4; k < 5 + shape.c; k++)
          for (std::int64_t y = 0; y < shape.h; y++)
            for (std::int64_t x = 0; x < shape.w; x++) {
              const std::size_t i = at(shape, n, a, k, y, x);
              worst = std::max(worst, std::fabs(result.gradients[0][i] - gradient.values[i]));
            }
    CHECK(worst < 1e-15);
    cases++;
  }
  CHECK(cases == 9);
}
