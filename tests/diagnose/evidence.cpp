#include "evidence.hpp"

#include <algorithm>

#include "support/catch.hpp"
#include "variant/catalogue.hpp"
#include "yologold/engine.hpp"
#include "yologold/variant_json.hpp"

namespace yologold::test {
namespace {

const char* const heads[] = {
    R"("heads": {"n": 3, "classes": 3, "grids": [[4, 5]]})",
    R"("heads": {"n": 3, "classes": 3, "grids": [[4, 5]]})",
    R"("heads": {"n": 3, "classes": 3, "grids": [[2, 3], [3, 4], [5, 6]]})",
    R"("heads": {"n": 3, "classes": 3, "grids": [[5, 6], [3, 4], [2, 3]]})",
};

const char* const cases[] = {
    R"("fill": "normal", "truths": {"kind": "random", "count": [3, 6]})",
    R"("fill": "normal", "truths": {"kind": "collide", "count": [3, 6]}, "layout": "nhwc")",
    R"("fill": "converged", "truths": {"kind": "mixed", "count": [6, 9]})",
    R"("fill": "integers", "truths": {"kind": "border", "count": [3, 6]})",
    R"("fill": "saturated", "truths": {"kind": "random", "count": [3, 6]})",
    R"("fill": "normal", "truths": {"kind": "tiny", "count": [3, 6]})",
    R"("fill": "trained", "truths": {"kind": "large", "count": [2, 4]})",
    R"("fill": "tied", "truths": {"kind": "duplicate", "count": [2, 4]})",
};

void set_golden(Scene& scene) {
  scene.golden = compute_bounded(scene.setting, scene.profile->numeric.get()).value();
  scene.golden.settle();
  plant(scene, dense(scene.golden));
}

Scene scene_of(const std::string& id, const Inputs& inputs, const Profile& profile) {
  Scene scene{id, setting_of(inputs), {}, {}, {}, &profile};
  set_golden(scene);
  return scene;
}

// Boxes at the centres of cells, sizes that are halves of anchors: IOUs of exactly 1/2, and edges that meet.
Scene ties(Scene scene) {
  scene.id = "ties";
  Setting& s = scene.setting;
  if (s.variant.family != Family::v1) {
    s.variant.anchor_unit = AnchorUnit::image;
    s.variant.anchors = {{0.5, 0.25}, {0.25, 0.25}, {0.5, 0.5}};
    s.variant.masks = {{0, 1, 2}};
  }
  s.variant.scale_xy = s.variant.head_weight = {};
  s.variant.iou_thresh = s.variant.ignore_thresh = 0.5;
  s.variant.ignore = Ignore::prior;
  s.variant.noobj = s.variant.family == Family::v1 ? Noobj::complement : Noobj::complement_minus_ignored;
  s.shapes = {{3, s.variant.family == Family::v1 ? s.variant.predictors : 3, 4, 4, 3, s.variant.family == Family::v1}};
  s.logits = std::make_shared<const Field>(1, std::vector<double>(static_cast<std::size_t>(s.shapes[0].elements())));
  s.truths = {{.cx = 0.375, .cy = 0.375, .w = 0.25, .h = 0.25, .class_id = 1},
              {.cx = 0.625, .cy = 0.375, .w = 0.25, .h = 0.125, .class_id = 2},
              {.cx = 0.375, .cy = 0.625, .w = 0.5, .h = 0.5, .class_id = 0}};
  s.first = {0, 1, 2, 3};
  set_golden(scene);
  return scene;
}

}  // namespace

void plant(Scene& scene, const Field& field) {
  scene.stored.assign(field.size(), TensorType::f32);
  scene.actual = field;
  for (auto& head : scene.actual) std::transform(head.begin(), head.end(), head.begin(), [](double g) { return static_cast<double>(static_cast<float>(g)); });
}

Field compute_f32(const Setting& s) {
  std::vector<HeadView> heads;
  std::vector<GradientView> views;
  Field gradient;
  gradient.reserve(s.shapes.size());
  for (std::size_t k = 0; k < s.shapes.size(); ++k) {
    const Layout layout = layout_of(LayoutName::nchw, s.shapes[k]);
    auto& values = gradient.emplace_back((*s.logits)[k].size());
    heads.push_back({(*s.logits)[k].data(), DType::f64, layout});
    views.push_back({values.data(), DType::f64, layout});
  }
  RunOptions options;
  options.compute = DType::f32;
  options.threads = 1;
  Report report;
  Plan plan(s.variant, s.shapes, options);
  REQUIRE(plan.run(heads, {s.truths, s.first}, views, report) == Status::ok);
  return gradient;
}

std::vector<Scene> evidence(Family family, const Profile& profile) { return evidence("yolo" + std::string(name_of(family)), profile); }

std::vector<Scene> evidence(const std::string& variant, const Profile& profile) {
  // Write a suite and make its inputs.
  std::string text;
  for (const char* one : cases)
    text += (text.empty() ? "" : ", ") + std::string("{\"id\": \"c") + std::to_string(text.size()) + "\", \"variant\": \"" + variant + "\", " +
            heads[static_cast<std::size_t>(load_variant(variant).family)] + ", " + one + "}";
  const Json document = Json::parse(R"({"format": "yologold-suite/1", "name": "evidence", "seed": 3, "cases": [)" + text + "]}");
  const Suite suite = parse_suite(document, "evidence");
  std::vector<Scene> scenes;
  for (const Case& one : suite.cases) scenes.push_back(scene_of(one.id, make_inputs(suite, one, ""), profile));

  // Add the ties; let a case know another's gradient.
  scenes.push_back(ties(scenes[0]));
  scenes[0].others.push_back({"another", std::make_shared<const Prediction>(scenes[1].golden)});
  return scenes;
}

}  // namespace yologold::test
