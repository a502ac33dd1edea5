#include "sample.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "choices.hpp"

namespace yologold::test {

namespace {

bool is_linear(const Variant& v) { return v.family == Family::v1 && (v.activation == Activation::linear || v.activation == Activation::linear_sqrt); }

std::vector<double> random_logits(const Variant& v, const HeadShape& shape, std::mt19937& engine, double extreme) {
  std::normal_distribution<double> normal(0, 1);
  std::vector<double> logits(static_cast<std::size_t>(shape.elements()));
  for (std::size_t i = 0; i < logits.size(); i++) {
    logits[i] = normal(engine);
    if (extreme > 0 && engine() % 11 == 0) logits[i] = engine() % 2 ? extreme : -extreme;
    if (is_linear(v)) logits[i] = 0.05 + std::fmod(std::fabs(logits[i]), 1.7);
  }
  return logits;
}

/// Makes the predictions of one cell equal to a truth.
void align_with_truth(const Variant& v, const HeadShape& shape, std::vector<double>& logits) {
  for (std::int64_t a = 0; a < shape.a; a++)
    for (std::int64_t k = 0; k < 4; k++) {
      const double half = k > 1 && v.activation == Activation::linear_sqrt ? std::sqrt(0.5) : 0.5;
      logits[at(shape, 1, a, k, 0, 1)] = is_linear(v) ? half : 0.0;
    }
}

std::vector<Truth> first_image(std::mt19937& engine) {
  static const std::int32_t more[] = {2};
  std::uniform_real_distribution<double> jitter(0, 0.02);
  const auto box = [&](double x, double y, double w, double h, std::int32_t id, double weight) {
    return Truth{x + jitter(engine), y + jitter(engine), w + jitter(engine), h + jitter(engine), id, false, weight};
  };
  std::vector<Truth> truths{box(.40, .30, .24, .48, 0, 1), box(.43, .32, .26, .5, 1, .5), box(.41, .28, .6, .3, 2, 1.25), box(.8, .7, .5, .5, 1, 1)};
  truths.push_back(box(.1, .9, .3, .35, 0, 2));
  truths.back().more_classes = more;
  truths.push_back(box(.2, .2, .35, .4, 0, 1));
  truths.back().ignore = true;
  return truths;
}

std::vector<Truth> second_image(const Variant& v, bool bad) {
  std::vector<Truth> truths{
      {.5, .25, v.family == Family::v1 ? .5 : .25, .5, 2}, {1, 1, .2, .7, 0}, {.05, .6, .002, .003, 1}, {.52, .26, .9, .04, 1, false, 1.5}};
  if (bad) truths.insert(truths.begin() + 1, Truth{.5, .5, 0, .1, 0});
  return truths;
}

}  // namespace

Layout nchw(const HeadShape& s) {
  const std::int64_t area = s.h * s.w, image = s.elements() / std::max<std::int64_t>(1, s.n);
  const std::int64_t predictor = (s.shared_classes ? 5 : 5 + s.c) * area;
  const Block box{0, image, predictor, area, s.w, 1};
  Block objectness = box, classes = box;
  objectness.offset = 4 * area;
  classes.offset = s.shared_classes ? s.a * predictor : 5 * area;
  return {box, objectness, classes};
}

std::size_t at(const HeadShape& shape, std::int64_t n, std::int64_t a, std::int64_t k, std::int64_t y, std::int64_t x) {
  const Layout layout = nchw(shape);
  if (k < 5) return static_cast<std::size_t>(layout.box.at(n, a, k, y, x));
  return static_cast<std::size_t>(layout.classes.at(n, shape.shared_classes ? 0 : a, k - 5, y, x));
}

ref::Result Sample::evaluate(const Variant& variant, ref::Precision precision) const { return ref::evaluate(variant, shapes, heads, view(), precision); }

Sample random_sample(const Variant& variant, const SampleOptions& options) {
  std::mt19937 engine(options.seed);
  const bool v1 = variant.family == Family::v1;
  Sample sample;
  sample.shapes = {{2, 2, 2, 3, 3, v1}, {2, 2, 4, 2, 3, v1}};
  for (const HeadShape& shape : sample.shapes) sample.data.push_back(random_logits(variant, shape, engine, options.extreme));
  align_with_truth(variant, sample.shapes[0], sample.data[0]);
  for (std::size_t i = 0; i < 2; i++) sample.heads.push_back({sample.data[i].data(), DType::f64, nchw(sample.shapes[i])});

  sample.truths = first_image(engine);
  const std::vector<Truth> second = second_image(variant, options.bad_truths);
  sample.first = {0, static_cast<std::int64_t>(sample.truths.size()), static_cast<std::int64_t>(sample.truths.size() + second.size())};
  sample.truths.insert(sample.truths.end(), second.begin(), second.end());
  return sample;
}

Sample blank(std::int64_t w, std::int64_t h, std::vector<Truth> truths, std::int64_t predictors) {
  Sample sample;
  sample.shapes = {{1, predictors, h, w, 3}};
  sample.data = {std::vector<double>(static_cast<std::size_t>(sample.shapes[0].elements()))};
  sample.heads = {{sample.data[0].data(), DType::f64, nchw(sample.shapes[0])}};
  sample.first = {0, static_cast<std::int64_t>(truths.size())};
  sample.truths = std::move(truths);
  return sample;
}

Variant single(Family family, int anchors) {
  Variant variant = usual(family);
  variant.anchor_unit = AnchorUnit::image;
  variant.anchors = {{.125, .125}};
  variant.masks = {{0}};
  if (anchors == 2) variant.anchors.push_back({.125, .140625}), variant.masks = {{0, 1}};
  return variant;
}

bool is_tied(const Sample& sample, int head, std::int64_t element) {
  if (head != 0) return false;
  for (std::int64_t a = 0; a < 2; a++)
    for (std::int64_t k = 0; k < 4; k++)
      if (static_cast<std::int64_t>(at(sample.shapes[0], 1, a, k, 0, 1)) == element) return true;
  return false;
}

}  // namespace yologold::test
