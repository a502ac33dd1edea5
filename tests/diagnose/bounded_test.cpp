#include <algorithm>

#include "diagnose/render.hpp"
#include "diagnose/rounding.hpp"
#include "evidence.hpp"
#include "predictions.hpp"
#include "support/catch.hpp"
#include "variant/catalogue.hpp"

namespace yologold::test {
namespace {

void each(Field& field, double (*change)(double)) {
  for (auto& head : field) std::transform(head.begin(), head.end(), head.begin(), change);
}

// What a backend in f32 writes that makes a mistake.
Field mistaken(const Scene& scene, const std::string& id) {
  for (const Hypothesis& h : hypotheses(scene)) {
    if (h.id != id) continue;
    Setting setting = scene.setting;
    if (h.before) h.before(setting);
    Prediction prediction = sparse(compute_f32(setting));
    if (h.after) h.after(prediction, scene);
    return dense(prediction);
  }
  FAIL("no hypothesis " << id);
  return {};
}

}  // namespace

TEST_CASE("with bounds, a correct evaluation in f32 has nothing to explain") {
  const Profile profile = load_profile("cuda-fp32");
  for (const Family family : families)
    for (Scene& scene : evidence(family, profile)) {
      INFO(name_of(family) << " " << scene.id);
      REQUIRE(scene.golden.bounded);
      plant(scene, compute_f32(scene.setting));
      CHECK(diagnose({&scene, 1}).failing == 0);
    }
}

TEST_CASE("with bounds, a mistake that a backend in f32 makes is named") {
  const Profile profile = load_profile("cuda-fp32");
  const std::vector<std::vector<const char*>> ids{
      {"sign", "gradient=half", "no-slope-objectness", "lambda_coord=1", "iou_target=differentiated", "written-wh-swapped"},
      {"sign", "gradient=half", "coordinate_scale=off", "coordinate_scale=prediction", "anchors-next", "bits-11"},
      {"sign", "coordinate_scale=off", "prior_gate=off", "compete=per-head", "truths-xy-swapped", "bits-8"},
      {"sign", "alpha=differentiated", "aspect_denominator=unit", "box_loss=diou", "label_smoothing=half-eps", "truths-without-last"}};
  for (const Family family : families)
    for (const char* id : ids[static_cast<std::size_t>(family)]) {
      Scene scene = evidence(family, profile)[0];
      plant(scene, mistaken(scene, id));
      const Diagnosis d = diagnose({&scene, 1});
      INFO(name_of(family) << " " << id << ": " << cause_text(d));
      CHECK(names(d, id));
    }
}

TEST_CASE("bounds see and name what fixed tolerances let pass") {
  const Profile fixed = load_profile("fp32"), bounded = load_profile("cuda-fp32");
  for (const Family family : families) {
    INFO(name_of(family));
    const auto try_both = [&](double (*change)(double), const char* id) {
      for (const Profile* profile : {&fixed, &bounded}) {
        Scene scene = evidence(family, *profile)[0];
        Field field = compute_f32(scene.setting);
        each(field, change);
        plant(scene, field);
        const Diagnosis d = diagnose({&scene, 1});
        INFO(profile->name << ", " << id << ": " << cause_text(d));
        CHECK((d.failing > 0) == (profile == &bounded));
        CHECK(names(d, id) == (profile == &bounded));
        if (profile == &bounded) CHECK(d.best[0].score.gained == d.failing);
      }
    };
    try_both([](double g) { return round_to_bits(g, 17); }, "bits-fitted");
    try_both([](double g) { return g * 1.0000125; }, "scaled");
  }
}

TEST_CASE("with bounds, a mistake that is nearly right explains nothing") {
  const Profile profile = load_profile("cuda-fp32");
  for (const Family family : families) {
    Scene scene = evidence(family, profile)[0];
    Field field = compute_f32(scene.setting);
    each(field, [](double g) { return -g * 1.00003; });
    plant(scene, field);
    const Diagnosis d = diagnose({&scene, 1});
    INFO(name_of(family) << " " << cause_text(d));
    CHECK(d.failing > 0);
    CHECK_FALSE(names(d, "sign"));
  }
}

}  // namespace yologold::test
