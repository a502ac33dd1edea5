#include "support/catch.hpp"
#include "variant/catalogue.hpp"
#include "variant/fault.hpp"

using namespace yologold;

TEST_CASE("unread: a key beside choices that do not read it") {
  CHECK(fault_of(R"({"family": "v3", "match_ratio": 4})") ==
        R"(v.json#/match_ratio: "match_ratio" is not read with anchor_match shape-iou; allowed: anchor_match ratio)");
  CHECK(fault_of(R"({"family": "v3", "ignore": "decoded", "class_thresh": 0.2})") ==
        R"(v.json#/class_thresh: "class_thresh" is not read with ignore decoded; allowed: ignore decoded-any-class)");
  CHECK(fault_of(R"({"family": "v3", "label_smoothing": "clipped", "smoothing_eps": 0.2})") ==
        R"(v.json#/smoothing_eps: "smoothing_eps" is not read with label_smoothing clipped; allowed: label_smoothing half-eps, eps-over-c)");
  CHECK(fault_of(R"({"family": "v3", "prior_gate": "off", "gate_thresh": 0.5})") ==
        R"(v.json#/gate_thresh: "gate_thresh" is not read with prior_gate off; allowed: prior_gate coordinates, gate-all, as-ignore)");
  CHECK(fault_of(R"({"family": "v4", "box_loss": "diou", "alpha": "constant"})") ==
        R"(v.json#/alpha: "alpha" is not read with box_loss diou; allowed: box_loss ciou)");
  CHECK(fault_of(R"({"family": "v4", "box_loss": "giou", "aspect_denominator": "unit"})") ==
        R"(v.json#/aspect_denominator: "aspect_denominator" is not read with box_loss giou; allowed: box_loss ciou)");
  CHECK(fault_of(R"({"family": "v4", "box_loss": "squared", "subgradient": "first"})") ==
        R"(v.json#/subgradient: "subgradient" is not read with box_loss squared; allowed: box_loss ciou, iou, giou, diou)");
  CHECK(fault_of(R"({"family": "v1", "subgradient": "first"})") ==
        R"(v.json#/subgradient: "subgradient" is not read with iou_target detached; allowed: iou_target differentiated)");
}

TEST_CASE("unread: a key beside choices that do read it") {
  CHECK(fault_of(R"({"family": "v2", "subgradient": "first", "iou_target": "differentiated"})") == "");
  CHECK(fault_of(R"({"family": "v4", "subgradient": "first", "box_loss": "giou"})") == "");
  CHECK(fault_of(R"({"family": "v4", "anchor_match": "ratio", "match_ratio": 3})") == "");
  CHECK(fault_of(R"({"family": "v3", "gate_thresh": 0.4})") == "");
  CHECK(fault_of(R"({"family": "v1", "size_error": "none", "activation": "linear-sqrt"})") == "");
}

TEST_CASE("unread: a later choice takes an earlier key back") {
  const std::string text = R"({"family": "v3", "ignore": "decoded-any-class", "class_thresh": 0.4, "gate_thresh": 0.3})";
  const std::vector<std::string> overrides{"ignore=decoded", "prior_gate=off"};
  const Variant variant = parse_variant(text, "v.json", overrides);
  CHECK(variant.ignore == Ignore::decoded);
  CHECK(variant.class_thresh == number_of(&Variant::class_thresh).default_of(Family::v3));
  CHECK(variant.gate_thresh == number_of(&Variant::gate_thresh).default_of(Family::v3));
  CHECK(fault_of(text, {"ignore=decoded", "class_thresh=0.3"}) ==
        R"(--set class_thresh=0.3: "class_thresh" is not read with ignore decoded; allowed: ignore decoded-any-class)");
}

TEST_CASE("unread: noobj is taken back as a key is") {
  const std::string off = R"({"family": "v3", "noobj": "complement"})", on = R"({"family": "v3", "ignore": "decoded", "noobj": "complement-minus-ignored"})";
  CHECK(parse_variant(off, "v.json", std::vector<std::string>{"ignore=decoded"}).noobj == Noobj::complement_minus_ignored);
  CHECK(parse_variant(on, "v.json", std::vector<std::string>{"ignore=off"}).noobj == Noobj::complement);
  CHECK(fault_of(on, {"noobj=complement"}).starts_with("--set noobj=complement: complement punishes "));
}
