#include <cmath>

#include "choices.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

TEST_CASE("the ratio rule takes the smallest largest ratio of sides") {
  // Of a truth 1/4 x 1/8 the ratios are 2 to the first anchor and 3 to the second; the shape IOU are 1/2 and 1/3.
  Variant variant = single(Family::v4, 2);
  variant.anchors = {{.5, .125}, {.25, .375}};
  Sample sample = blank(2, 1, {{.25, .5, .25, .125, 0}}, 2);
  const auto anchors = [&](AnchorMatch rule, double ratio) {
    variant.anchor_match = rule;
    variant.match_ratio = ratio;
    variant.iou_thresh = .45;
    std::vector<int> taken;
    for (const Pair& pair : sample.evaluate(variant, ref::Precision::mpfr).report.pairs) taken.push_back(pair.anchor);
    return taken;
  };
  CHECK(anchors(AnchorMatch::ratio, 1.5) == std::vector<int>{0});
  CHECK(anchors(AnchorMatch::ratio, 3) == std::vector<int>{0});
  CHECK(anchors(AnchorMatch::ratio, 3.01) == std::vector<int>{0, 1});
  CHECK(anchors(AnchorMatch::shape_iou, 1) == std::vector<int>{0});

  // The other way round: the anchors are the smaller ones.
  variant.anchors = {{.25, .03125}, {.125, .125}};
  CHECK(anchors(AnchorMatch::ratio, 1.5) == std::vector<int>{1});
  CHECK(anchors(AnchorMatch::ratio, 2.01) == std::vector<int>{1});
  CHECK(anchors(AnchorMatch::ratio, 4.01) == std::vector<int>{0, 1});

  variant.anchors = {{.125, .125}, {.25, .1}};
  CHECK(anchors(AnchorMatch::ratio, 1.1) == std::vector<int>{1});

  // The prediction of the second anchor fits where its prior does not.
  variant.anchors = {{.5, .125}, {.5, .25}};
  CHECK(anchors(AnchorMatch::predicted_shape, 1) == std::vector<int>{0});
  sample.data[0][at(sample.shapes[0], 0, 1, 2, 0, 0)] = std::log(.5);
  sample.data[0][at(sample.shapes[0], 0, 1, 3, 0, 0)] = std::log(.5);
  CHECK(anchors(AnchorMatch::predicted_shape, 1) == std::vector<int>{0, 1});
  variant.positives = Positives::best_and_above;
  CHECK(anchors(AnchorMatch::predicted_shape, 1) == std::vector<int>{1});
}

TEST_CASE("alpha is nothing up to an IOU of one half where it says so") {
  Variant variant = single(Family::v4);
  const auto coord = [&](Alpha alpha, double width) {
    variant.alpha = alpha;
    return blank(2, 1, {{.25, .5, width, .125, 0}}).evaluate(variant, ref::Precision::mpfr).report.terms[0].coord;
  };
  // Concentric boxes of one height: 1 - IOU + alpha v.
  const auto expected = [](double iou, double ratio) {
    const double pi = std::acos(-1.0), v = 4 / (pi * pi) * std::pow(std::atan(ratio) - std::atan(1.0), 2);
    return 1 - iou + v * v / (1 - iou + v);
  };
  CHECK(coord(Alpha::constant, .25) == Approx(expected(.5, 2)).epsilon(1e-14));
  CHECK(coord(Alpha::zero_below_half, .25) == .5);
  CHECK(coord(Alpha::zero_below_half, .5) == .75);
  CHECK(coord(Alpha::zero_below_half, .15625) == Approx(expected(.8, 1.25)).epsilon(1e-14));
}
