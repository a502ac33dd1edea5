#include "detect/suppress.hpp"

#include "support/catch.hpp"

using namespace yologold;

namespace {

std::vector<float> scores(const std::vector<Detection>& detections) {
  std::vector<float> list;
  for (const Detection& one : detections) list.push_back(one.score);
  return list;
}

}  // namespace

TEST_CASE("IOU and DIOU of boxes by hand") {
  const Box a{0.5F, 0.5F, 0.5F, 0.5F}, b{0.75F, 0.5F, 0.5F, 0.5F};
  CHECK(iou(a, a) == 1);
  CHECK(iou(a, b) == Approx(1.0 / 3));
  CHECK(iou(a, {2, 2, 0.5F, 0.5F}) == 0);
  CHECK(iou({0, 0, 0, 0}, {0, 0, 0, 0}) == 0);
  CHECK(diou(a, a, 1) == 1);
  // Centres 1/4 apart; the hull is 3/4 by 1/2: 1/16 over 13/16.
  CHECK(diou(a, b, 1) == Approx(1.0 / 3 - 1.0 / 13));
  // In a picture twice as wide as high, x counts twice: 1/4 over 9/4 + 1/4.
  CHECK(diou(a, b, 2) == Approx(1.0 / 3 - 0.1));
}

TEST_CASE("the best box of a class stays, its repetitions go, other classes are left alone") {
  const std::vector<Detection> found{{0, 0.5F, {0.52F, 0.5F, 0.4F, 0.4F}},
                                     {0, 0.9F, {0.5F, 0.5F, 0.4F, 0.4F}},
                                     {1, 0.4F, {0.5F, 0.5F, 0.4F, 0.4F}},
                                     {0, 0.3F, {0.1F, 0.1F, 0.1F, 0.1F}},
                                     {0, 0.6F, {0.5F, 0.52F, 0.4F, 0.4F}}};
  CHECK(scores(suppress(found, {})) == std::vector<float>{0.9F, 0.4F, 0.3F});
  CHECK(scores(suppress(found, {.threshold = 1})).size() == 5);
  CHECK(scores(suppress(found, {.most = 2})) == std::vector<float>{0.9F, 0.4F});
  CHECK(suppress({}, {}).empty());
}

TEST_CASE("what a suppressed box overlaps is not suppressed by it") {
  // A chain: each overlaps the next by 0.6, the first and the last by 1/3.
  const std::vector<Detection> chain{{0, 0.9F, {0.25F, 0.5F, 0.4F, 0.4F}}, {0, 0.8F, {0.35F, 0.5F, 0.4F, 0.4F}}, {0, 0.7F, {0.45F, 0.5F, 0.4F, 0.4F}}};
  CHECK(scores(suppress(chain, {.threshold = 0.5})) == std::vector<float>{0.9F, 0.7F});
}

TEST_CASE("DIOU keeps a neighbour that greedy suppression takes for a repetition") {
  // The IOU is just above the threshold; the distance of the centres takes it below.
  const Detection large{0, 0.9F, {0.5F, 0.5F, 0.6F, 0.6F}}, shifted{0, 0.8F, {0.71F, 0.5F, 0.6F, 0.6F}};
  const double overlap = iou(large.box, shifted.box);
  const double threshold = overlap - 0.01;
  REQUIRE(diou(large.box, shifted.box, 1) < threshold);
  CHECK(suppress({large, shifted}, {.threshold = threshold}).size() == 1);
  CHECK(suppress({large, shifted}, {.kind = Suppression::diou, .threshold = threshold}).size() == 2);
}
