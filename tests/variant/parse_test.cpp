#include <cmath>

#include "support/catch.hpp"
#include "variant/fault.hpp"

using namespace yologold;

TEST_CASE("parse: a value that is written is taken, the rest is the seed's") {
  const Variant variant = parse_variant(
      R"({"$comment": ["a"], "$schema": "x", "family": "v2", "name": "mine", "classes": 3, "anchor_unit": "image", "anchors": [[0.1, 0.25]], "lambda_obj": 5, "collision": "mean"})",
      "v.json");
  CHECK((variant.family == Family::v2 && variant.name == "mine" && variant.classes == 3 && variant.anchor_unit == AnchorUnit::image));
  CHECK((variant.anchors.size() == 1 && variant.anchors[0].w == 0.1 && variant.anchors[0].h == 0.25));
  CHECK((variant.lambda_obj == 5 && variant.collision == Collision::mean && variant.size_space == SizeSpace::grid));
}

TEST_CASE("parse: anchors without masks make one head; the file's stem is the name") {
  const Variant variant = parse_variant(R"({"family": "v3", "image": [32, 32], "anchors": [[1, 1], [2, 2]]})", "dir/my.json");
  CHECK(variant.masks == std::vector<std::vector<int>>{{0, 1}});
  CHECK(variant.name == "my");
}

TEST_CASE("parse: a key that does not exist") {
  const std::string keys =
      "base, family, name, classes, predictors, image, head_weight, gradient, reduction, activation, size_error, responsible, cell_sharing, iou_target, noobj, "
      "subgradient, collision, bad_truths, lambda_coord, lambda_obj, lambda_noobj, lambda_class";
  CHECK(fault_of(R"({"family": "v1", "reductoin": "sum"})") == R"(v.json#/reductoin: "reductoin" is not a key; did you mean "reduction"?; allowed: )" + keys);
  CHECK(fault_of(R"({"family": "v1", "zzzzzz": 1})") == R"(v.json#/zzzzzz: "zzzzzz" is not a key; allowed: )" + keys);
  CHECK(fault_of(R"({"family": "v1", "a/b~c": 1})") == R"(v.json#/a~1b~0c: "a/b~c" is not a key; allowed: )" + keys);
  CHECK(fault_of(R"({"family": "v3", "ignroe": "off"})")
            .starts_with(R"(v.json#/ignroe: "ignroe" is not a key; did you mean "ignore"?; allowed: base, family, )"));
  CHECK(fault_of(R"({"famly": "v3"})").starts_with(R"(v.json#/famly: "famly" is not a key; did you mean "family"?; allowed: base, family, )"));
}

TEST_CASE("parse: a choice that does not exist") {
  CHECK(fault_of(R"({"family": "v3", "ignore": "decodd"})") ==
        R"(v.json#/ignore: "decodd" is not a choice of ignore; did you mean "decoded"?; allowed: off, prior, decoded, decoded-same-class, decoded-any-class)");
  CHECK(fault_of(R"({"family": "v9"})") == R"(v.json#/family: "v9" is not a family; allowed: v1, v2, v3, v4)");
  CHECK(fault_of(R"({"classes": 3})") == R"(v.json#/family: is missing; allowed: v1, v2, v3, v4)");
  CHECK(fault_of(R"({"family": "v2", "anchor_unit": "cell"})") == R"(v.json#/anchor_unit: "cell" is not a unit of anchors; allowed: pixel, grid, image)");
}

TEST_CASE("parse: a key of another family") {
  CHECK(fault_of(R"({"family": "v4", "prior_gate": "off"})")
            .starts_with(R"(v.json#/prior_gate: "prior_gate" does not apply to v4, only to v3; allowed: base, family, )"));
  CHECK(fault_of(R"({"family": "v1", "anchors": [[1, 1]]})").starts_with(R"(v.json#/anchors: "anchors" does not apply to v1, only to v2, v3, v4; allowed: )"));
  CHECK(fault_of(R"({"family": "v1", "masks": [[0]]})").starts_with(R"(v.json#/masks: "masks" does not apply to v1, only to v2, v3, v4; allowed: )"));
  CHECK(fault_of(R"({"family": "v3", "predictors": 2})").starts_with(R"(v.json#/predictors: "predictors" does not apply to v3, only to v1; allowed: )"));
  CHECK(fault_of(R"({"family": "v3", "iou_thresh": 0.2})").starts_with(R"(v.json#/iou_thresh: "iou_thresh" does not apply to v3, only to v4; allowed: )"));
}

TEST_CASE("parse: a value of the wrong type") {
  CHECK(fault_of(R"([1])") == R"(v.json: must be an object, not an array)");
  CHECK(fault_of(R"({"family": 3})") == "v.json#/family: must be a name, not a number; allowed: v1, v2, v3, v4");
  CHECK(fault_of(R"({"family": "v3", "compete": null})") == "v.json#/compete: must be a name, not null; allowed: all-heads, per-head");
  CHECK(fault_of(R"({"family": "v3", "lambda_obj": "5"})") == "v.json#/lambda_obj: must be a number, not a string");
  CHECK(fault_of(R"({"family": "v3", "name": {}})") == "v.json#/name: must be a string, not an object");
  CHECK(fault_of(R"({"family": "v3", "classes": 1.5})") == "v.json#/classes: 1.5 is not a whole number");
  CHECK(fault_of(R"({"family": "v3", "classes": true})") == "v.json#/classes: must be a whole number, not a boolean");
  CHECK(fault_of(R"({"family": "v3", "classes": 1e12})") == "v.json#/classes: 1000000000000.0 is out of range; allowed: -2147483648 to 2147483647");
  CHECK(fault_of(R"({"family": "v3", "anchors": 3})") == "v.json#/anchors: must be a list, not a number");
  CHECK(fault_of(R"({"family": "v3", "anchors": [[1, 2], [1]]})") == "v.json#/anchors/1: must hold two numbers, not 1; allowed: [width, height]");
  CHECK(fault_of(R"({"family": "v3", "anchors": [[1, "2"]]})") == "v.json#/anchors/0/1: must be a number, not a string");
  CHECK(fault_of(R"({"family": "v3", "masks": [[0, []]]})") == "v.json#/masks/0/1: must be a whole number, not an array");
  CHECK(fault_of(R"({"family": "v3", "head_weight": ["1"]})") == "v.json#/head_weight/0: must be a number, not a string");
}

TEST_CASE("parse: a text that is not JSON, with its key, line and column") {
  CHECK(fault_of("").starts_with("v.json: not JSON at line 1, column 1: "));
  CHECK(fault_of("{\"family\": \"v3\",\n \"lambda_obj\": NaN}").starts_with("v.json#/lambda_obj: not JSON at line 2, column 16: "));
  CHECK(fault_of("{\"family\": \"v3\"}\nx").starts_with("v.json#/family: not JSON at line 2, column 1: "));
  CHECK(fault_of("{\"family\": \"v3\",}").starts_with("v.json#/family: not JSON at line 1, column 17: "));
  CHECK(fault_of("{\"family\": \"v3\", \"lambda_obj\": 1e999}").starts_with("v.json#/lambda_obj: not JSON at line 1, column 37: number overflow"));
  CHECK(fault_of("{\"family\": \"v3\", // no\n").starts_with("v.json#/family: not JSON at line 1, column 18: "));
}

TEST_CASE("parse: a key written twice") {
  CHECK(fault_of("{\"family\": \"v3\",\n \"family\": \"v3\"}") == R"(v.json#/family: "family" is written twice, again at line 2, column 9)");
  CHECK(fault_of(R"({"$comment": {"a": 1, "a": 2}, "family": "v3"})") == R"(v.json#/$comment: "a" is written twice, again at line 1, column 25)");
  CHECK(fault_of(R"({"$comment": [{"a": 1}, {"a": 2}], "family": "v3"})") == "");
}

TEST_CASE("parse: numbers are the nearest doubles") {
  const Variant variant = parse_variant(R"({"family": "v4", "iou_thresh": 0.1, "lambda_obj": -0.0, "lambda_coord": 100000000000000000001e-20})", "v.json");
  CHECK(variant.iou_thresh == 0.1);
  CHECK_FALSE(std::signbit(variant.lambda_obj));
  CHECK(variant.lambda_coord == 1);
}
