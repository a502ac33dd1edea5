#include "suite/infer_shape.hpp"

#include "support/catch.hpp"
#include "yologold/error.hpp"

using namespace yologold;

namespace {

Variant anchored() {
  Variant variant = seed(Family::v3);
  variant.anchors = {{10, 13}, {16, 30}, {33, 23}};
  return variant;
}

Tensor tensor(std::vector<std::int64_t> shape, TensorType type = TensorType::f32) { return {type, std::move(shape), {}}; }

}  // namespace

TEST_CASE("shapes are read off every layout and written back") {
  Variant v1 = seed(Family::v1);
  v1.predictors = 2;
  const HeadShape anchored_shape{2, 3, 4, 5, 7, false}, shared_shape{2, 2, 4, 5, 7, true};
  for (const LayoutName layout : {LayoutName::nchw, LayoutName::nhwc, LayoutName::nahwk})
    CHECK(infer_shape(tensor(tensor_shape(layout, anchored_shape)), "t", layout, anchored(), 0, 1) == anchored_shape);
  for (const LayoutName layout : {LayoutName::nchw, LayoutName::nhwc, LayoutName::darknet_v1})
    CHECK(infer_shape(tensor(tensor_shape(layout, shared_shape)), "t", layout, v1, 0, 1, std::pair<std::int64_t, std::int64_t>{4, 5}) == shared_shape);
}

TEST_CASE("a batch may be empty, a grid may not") {
  CHECK(infer_shape(tensor({0, 36, 1, 1}), "t", LayoutName::nchw, anchored(), 0, 1) == HeadShape{0, 3, 1, 1, 7, false});
  CHECK_THROWS_AS(infer_shape(tensor({1, 36, 0, 1}), "t", LayoutName::nchw, anchored(), 0, 1), Error);
}

TEST_CASE("what does not fit is refused in words") {
  Variant variant = anchored();
  variant.classes = 80;
  CHECK_THROWS_WITH(infer_shape(tensor({1, 250, 1, 1}), "head.npy", LayoutName::nchw, variant, 0, 1),
                    "head.npy: 250 channels found, expected 255 channels = 3 anchors x (5 + 80 classes)");
  CHECK_THROWS_WITH(infer_shape(tensor({1, 2, 1, 1, 85}), "t", LayoutName::nahwk, variant, 0, 1), "t: 2 anchors; allowed: 3, the anchors of this head's mask");
  CHECK_THROWS_AS(infer_shape(tensor({1, 255, 1, 1}, TensorType::i32), "t", LayoutName::nchw, variant, 0, 1), Error);
  CHECK_THROWS_AS(infer_shape(tensor({1, 16, 1, 1}), "t", LayoutName::nchw, anchored(), 0, 1), Error);
}
