#include "detect/decode.hpp"

#include <cmath>

#include "support/catch.hpp"

using namespace yologold;

namespace {

/// A head of one image with every logit at `fill`, and the detections that it decodes to.
struct OneHead {
  Variant variant;
  HeadShape shape;
  std::vector<float> logits;
  Layout layout;

  OneHead(Family family, HeadShape shape, float fill)
      : variant(seed(family)), shape(shape), logits(static_cast<std::size_t>(shape.elements()), fill), layout(layout_of(LayoutName::nchw, shape)) {
    variant.classes = shape.c;
    variant.image = {64, 64};
    if (family == Family::v1) return;
    variant.anchors = {{16, 32}, {32, 8}};
    variant.masks = {{0, 1}};
    variant.scale_xy = {family == Family::v4 ? 1.2 : 1.0};
  }

  float& at(const Block& block, std::int64_t a, std::int64_t k, std::int64_t y, std::int64_t x) {
    return logits[static_cast<std::size_t>(block.at(0, a, k, y, x))];
  }

  std::vector<Detection> decoded(double threshold) const {
    const HeadView view{logits.data(), DType::f32, layout};
    return decode(variant, {&shape, 1}, {&view, 1}, 0, threshold);
  }
};

double sigma(double t) { return 1 / (1 + std::exp(-t)); }

constexpr double rounding = 1e-6;

void check_box(const Box& box, double cx, double cy, double w, double h) {
  CHECK(box.cx == Approx(cx).epsilon(rounding));
  CHECK(box.cy == Approx(cy).epsilon(rounding));
  CHECK(box.w == Approx(w).epsilon(rounding));
  CHECK(box.h == Approx(h).epsilon(rounding));
}

}  // namespace

TEST_CASE("one slot of v2, v3 and v4 by the formulas") {
  const Family family = GENERATE(Family::v2, Family::v3, Family::v4);
  CAPTURE(static_cast<int>(family));
  OneHead head(family, {1, 2, 4, 8, 3}, -20);
  const std::vector<double> t{0.3, -1.2, 0.5, -0.25};
  for (int k = 0; k < 4; ++k) head.at(head.layout.box, 1, k, 2, 5) = static_cast<float>(t[static_cast<std::size_t>(k)]);
  head.at(head.layout.objectness, 1, 0, 2, 5) = 2;
  for (int c = 0; c < 3; ++c) head.at(head.layout.classes, 1, c, 2, 5) = static_cast<float>(c);

  const std::vector<Detection> found = head.decoded(0.01);
  REQUIRE(found.size() == 3);
  const double s = family == Family::v4 ? 1.2 : 1;
  const auto offset = [&](double x) { return s * sigma(x) - (s - 1) / 2; };
  const double sum = 1 + std::exp(1) + std::exp(2);
  for (int c = 0; c < 3; ++c) {
    const Detection& one = found[static_cast<std::size_t>(c)];
    CHECK(one.class_id == c);
    check_box(one.box, (5 + offset(0.3)) / 8, (2 + offset(-1.2)) / 4, 32.0 / 64 * std::exp(0.5), 8.0 / 64 * std::exp(-0.25));
    CHECK(one.score == Approx(sigma(2) * (family == Family::v2 ? std::exp(c) / sum : sigma(c))).epsilon(rounding));
  }
}

TEST_CASE("one cell of v1 by the formulas of each activation") {
  const Activation activation = GENERATE(Activation::logistic, Activation::linear, Activation::linear_sqrt, Activation::softmax_off);
  CAPTURE(static_cast<int>(activation));
  OneHead head(Family::v1, {1, 2, 7, 7, 2, true}, 0);
  head.variant.activation = activation;
  const bool logistic = activation == Activation::logistic || activation == Activation::softmax_off;
  for (float& value : head.logits) value = logistic ? -20 : 0;
  const double t[]{0.2, 0.6, 0.5, 0.25};
  for (int k = 0; k < 4; ++k) head.at(head.layout.box, 1, k, 3, 6) = static_cast<float>(t[k]);
  head.at(head.layout.objectness, 1, 0, 3, 6) = 0.75;
  head.at(head.layout.classes, 0, 0, 3, 6) = 0.5;
  head.at(head.layout.classes, 0, 1, 3, 6) = 0.1F;

  const std::vector<Detection> found = head.decoded(0.01);
  REQUIRE(found.size() == 2);
  const auto value = [&](int k) { return logistic ? sigma(t[k]) : activation == Activation::linear_sqrt && k > 1 ? t[k] * t[k] : t[k]; };
  check_box(found[0].box, (6 + value(0)) / 7, (3 + value(1)) / 7, value(2), value(3));
  const double first = activation == Activation::logistic ? sigma(0.4) : 0.5;
  CHECK(found[0].score == Approx((logistic ? sigma(0.75) : 0.75) * first).epsilon(rounding));
}

TEST_CASE("anchors in cells, pixels and fractions of the image are the same boxes") {
  for (const auto& [unit, anchor] : {std::pair{AnchorUnit::pixel, Anchor{16, 32}}, {AnchorUnit::grid, Anchor{2, 2}}, {AnchorUnit::image, Anchor{0.25, 0.5}}}) {
    OneHead head(Family::v3, {1, 1, 4, 8, 1}, 0);
    head.variant.anchors = {anchor};
    head.variant.masks = {{0}};
    head.variant.anchor_unit = unit;
    check_box(head.decoded(0.1).front().box, 0.5 / 8, 0.5 / 4, 0.25, 0.5);
  }
}

TEST_CASE("the threshold is strict, and logits that are not finite claim nothing") {
  OneHead head(Family::v3, {1, 2, 2, 2, 1}, 0);
  CHECK(head.decoded(0.25).empty());
  CHECK(head.decoded(0.2499).size() == 8);
  head.at(head.layout.objectness, 0, 0, 0, 0) = NAN;
  head.at(head.layout.box, 0, 2, 0, 1) = 1000;
  head.at(head.layout.classes, 0, 0, 1, 0) = NAN;
  CHECK(head.decoded(0.2).size() == 5);
}
