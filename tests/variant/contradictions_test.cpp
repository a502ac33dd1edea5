#include <cmath>

#include "support/catch.hpp"
#include "variant/fault.hpp"
#include "variant/validate.hpp"

using namespace yologold;

TEST_CASE("validate: a number out of its range") {
  CHECK(fault_of(R"({"family": "v4", "iou_thresh": 1.5})") == "v.json#/iou_thresh: 1.5 is out of range; allowed: 0 to 1");
  CHECK(fault_of(R"({"family": "v3", "lambda_obj": -1})") == "v.json#/lambda_obj: -1 is out of range; allowed: 0 to 1e+09");
  CHECK(fault_of(R"({"family": "v3", "anchor_match": "ratio", "match_ratio": 0.5})") == "v.json#/match_ratio: 0.5 is out of range; allowed: 1 to 1e+09");
  CHECK(fault_of(R"({"family": "v3", "classes": -1})") == "v.json#/classes: -1 is out of range; allowed: 0 to 2147483647");
  CHECK(fault_of(R"({"family": "v1", "predictors": 0})") == "v.json#/predictors: 0 is out of range; allowed: 1 to 2147483647");
  CHECK(fault_of(R"({"family": "v3", "image": [416, 0]})") == "v.json#/image/1: 0 is out of range; allowed: above 0, finite");
}

TEST_CASE("validate: numbers that only a program can write") {
  Variant variant = seed(Family::v3);
  variant.lambda_obj = std::nan("");
  CHECK_THROWS_WITH(validate(variant, {{"seed", ""}}), "seed#/lambda_obj: nan is out of range; allowed: 0 to 1e+09");
  variant = seed(Family::v3);
  variant.anchors = {{1, INFINITY}};
  CHECK_THROWS_WITH(validate(variant, {{"seed", ""}}), "seed#/anchors/0/1: inf is out of range; allowed: above 0, finite");
}

TEST_CASE("validate: anchors and masks") {
  const std::string head = R"({"family": "v3", "image": [32, 32], "anchors": [[1, 1], [2, 2]], )";
  CHECK(fault_of(R"({"family": "v3", "image": [32, 32], "anchors": [[1, 1], [0, 2]]})") == "v.json#/anchors/1/0: 0 is out of range; allowed: above 0, finite");
  CHECK(fault_of(R"({"family": "v3", "image": [32, 32], "anchors": [[1, -3]]})") == "v.json#/anchors/0/1: -3 is out of range; allowed: above 0, finite");
  CHECK(fault_of(head + R"("masks": [[0], [1, 2]]})") == "v.json#/masks/1/1: 2 is not the index of an anchor; allowed: 0 to 1");
  CHECK(fault_of(head + R"("masks": [[-1]]})") == "v.json#/masks/0/0: -1 is not the index of an anchor; allowed: 0 to 1");
  CHECK(fault_of(head + R"("masks": [[0, 1, 0]]})") == "v.json#/masks/0/2: anchor 0 stands twice in one mask");
  CHECK(fault_of(head + R"("masks": [[0], []]})") == "v.json#/masks/1: a head without anchors; allowed: one index or more");
  CHECK(fault_of(R"({"family": "v3", "masks": [[0]]})") == "v.json#/masks/0/0: there are no anchors");
  CHECK(fault_of(head + R"("masks": [[1], [1]]})") == "");
}

TEST_CASE("validate: one value a head") {
  const std::string head = R"({"family": "v4", "image": [32, 32], "anchors": [[1, 1], [2, 2]], )";
  CHECK(fault_of(head + R"("masks": [[0], [1]], "scale_xy": [1.1]})") == "v.json#/scale_xy: has 1 entries for 2 heads; allowed: one entry a mask");
  CHECK(fault_of(head + R"("masks": [[0], [1]], "head_weight": [1, 1, 1]})") == "v.json#/head_weight: has 3 entries for 2 heads; allowed: one entry a mask");
  CHECK(fault_of(head + R"("scale_xy": [0.9]})") == "v.json#/scale_xy/0: 0.9 is out of range; allowed: 1 or more, finite");
  CHECK(fault_of(head + R"("head_weight": [-1]})") == "v.json#/head_weight/0: -1 is out of range; allowed: 0 or more, finite");
  CHECK(fault_of(head + R"("scale_xy": [1.1], "head_weight": [0]})") == "");
}

TEST_CASE("contradiction: pixels without an image") {
  CHECK(fault_of(R"({"family": "v3", "anchors": [[1, 1]]})") ==
        "v.json#/anchor_unit: pixels need the size of the image, and image is not given; allowed: grid, image");
  CHECK(fault_of(R"({"family": "v2", "size_space": "pixel"})") ==
        "v.json#/size_space: pixels need the size of the image, and image is not given; allowed: grid, image, t-space, sqrt");
  CHECK(fault_of(R"({"family": "v4", "box_space": "pixel"})") ==
        "v.json#/box_space: pixels need the size of the image, and image is not given; allowed: image, grid");
  CHECK(fault_of(R"({"family": "v4", "box_space": "pixel", "image": [32, 32]})") == "");
  CHECK(fault_of(R"({"family": "v4", "anchor_unit": "grid", "anchors": [[1, 1]]})") == "");
}

TEST_CASE("contradiction: noobj and ignore") {
  CHECK(fault_of(R"({"family": "v3", "ignore": "decoded", "noobj": "complement"})") ==
        "v.json#/noobj: complement punishes the slots that ignore decoded spares; allowed: complement-minus-ignored, object-free-cells");
  CHECK(fault_of(R"({"family": "v3", "noobj": "complement-minus-ignored"})") ==
        "v.json#/noobj: complement-minus-ignored needs an ignore rule, and the variant has ignore off; allowed: complement, object-free-cells");
  CHECK(fault_of(R"({"family": "v1", "noobj": "complement-minus-ignored"})") ==
        "v.json#/noobj: complement-minus-ignored needs an ignore rule, and v1 has none; allowed: complement, object-free-cells");
  CHECK(fault_of(R"({"family": "v3", "ignore": "decoded", "noobj": "object-free-cells"})") == "");
}

TEST_CASE("resolve: noobj follows the ignore rule where it is not written") {
  CHECK(parse_variant(R"({"family": "v3", "ignore": "prior"})", "v.json").noobj == Noobj::complement_minus_ignored);
  CHECK(parse_variant(R"({"family": "v3"})", "v.json").noobj == Noobj::complement);
}

TEST_CASE("contradiction: darknet's delta") {
  CHECK(fault_of(R"({"family": "v4", "gradient": "darknet-delta"})") == "v.json#/gradient: darknet-delta does not exist for v4; allowed: exact, half");
  CHECK(fault_of(R"({"family": "v2", "gradient": "darknet-delta", "iou_target": "differentiated"})") ==
        "v.json#/iou_target: differentiated has no part in gradient darknet-delta; allowed: detached, one");
  CHECK(fault_of(R"({"family": "v3", "gradient": "darknet-delta"})") == "");
}
