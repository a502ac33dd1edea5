// What is wrong beside decisions that rounding may flip is named as it is where nothing flipped.
#include "decisions/float_backend.hpp"
#include "decisions/variants.hpp"
#include "diagnose/diagnose.hpp"
#include "diagnose/render.hpp"
#include "diagnose/rounding.hpp"
#include "judge/render.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace yologold;
using namespace yologold::decisions_test;

namespace {

constexpr std::int64_t settled_grid = 9;

/// A scene with a decision about its first truth that rounding leaves open, and both outcomes.
struct Open {
  Setup setup;
  Choices golden, other;
};

Setup settled_scene(const Variant& variant, double w, double h) {
  const Family family = variant.family;
  Setup setup(variant, shape_of(family, settled_grid), {{0.31, 0.42, w, h, 1}, {0.72, 0.63, 0.31, 0.12, 2}, {0.83, 0.12, 0.1, 0.22, 0}});
  test::Random r(7);
  for (float& t : setup.logits) t = static_cast<float>(r.bell());
  return setup;
}

/// The first truth fits two anchors, or two predictors, equally well: the backend takes the other one.
Open equal_anchors(Family family) {
  Variant variant = variant_of(family);
  if (family != Family::v1) variant.anchors[1] = {variant.anchors[0].h, variant.anchors[0].w};
  Setup setup = settled_scene(variant, 0.12, 0.12);
  const std::int64_t cell = settled_grid * 3 + 2;
  if (family == Family::v1)
    for (std::int64_t k = 0; k < 4; ++k)
      setup.logit(1, k, cell / settled_grid, cell % settled_grid) = setup.logit(0, k, cell / settled_grid, cell % settled_grid);
  Choices golden = golden_choices(setup.golden()), other = with_anchor(golden, golden.pairs[0].anchor == 0 ? 1 : 0, setup.shape);
  return {setup, golden, other};
}

/// The overlap of the first truth with its anchor is the threshold of the gate.
Open on_gate() {
  Variant variant = variant_of(Family::v3);
  variant.gate_thresh = 0.6;
  Setup setup = settled_scene(variant, 30 * 0.6 / 416, 61.0 / 416);
  Choices golden = golden_choices(setup.golden()), other = golden;
  other.pairs[0].gated = !other.pairs[0].gated;
  return {setup, golden, other};
}

/// The overlap of the first truth with its second anchor is the threshold above which that is taken, too.
Open on_threshold() {
  Variant variant = variant_of(Family::v4);
  variant.iou_thresh = 36.0 * 75 / (72 * 146);
  Setup setup = settled_scene(variant, 36.0 / 416, 75.0 / 416);
  Choices golden = golden_choices(setup.golden()), other = golden;
  const auto second = std::find_if(golden.pairs.begin(), golden.pairs.end(), [](const Pair& p) { return p.truth == 0 && p.anchor == 2; });
  Pair pair = golden.pairs[0];
  pair.anchor = 2;
  other.roles[place_of(pair, setup.shape)] = second == golden.pairs.end() ? Role::positive : Role::negative;
  if (second == golden.pairs.end())
    other.pairs.insert(other.pairs.begin() + 1, pair);
  else
    other.pairs.erase(other.pairs.begin() + (second - golden.pairs.begin()));
  return {setup, golden, other};
}

/// The overlap of a box without truth with the first truth is the threshold above which it is ignored. Its logits are the same in bf16.
Open on_ignore_threshold() {
  Variant variant = variant_of(Family::v3);
  variant.ignore = Ignore::decoded, variant.noobj = Noobj::complement_minus_ignored;
  Setup setup = settled_scene(variant, 0.14, 0.14);
  constexpr std::size_t slot = 3 * settled_grid + 3;
  const float box[4] = {-3, 1.25F, 0.5F, 0.125F};
  for (std::int64_t k = 0; k < 4; ++k) setup.logit(0, k, 3, 3) = box[k];
  const auto ignored_at = [&](double thresh) {
    setup.variant.ignore_thresh = thresh;
    return golden_choices(setup.golden()).roles[slot] == Role::ignored;
  };
  double low = 0.01, high = 1;
  while (std::nextafter(low, high) != high) {
    const double middle = (low + high) / 2;
    (ignored_at(middle) ? low : high) = middle;
  }
  ignored_at(low);
  Choices golden = golden_choices(setup.golden()), other = golden;
  other.roles[slot] = Role::negative;
  return {setup, golden, other};
}

/// The class gradients have the wrong sign.
void negate_classes(const Setup& setup, Actual& actual) {
  auto* const values = reinterpret_cast<float*>(actual.tensors["gradient-0"].bytes.data());
  const HeadShape& s = setup.shape;
  for (std::int64_t slot = 0; slot < (s.shared_classes ? s.h * s.w : s.slots()); ++slot)
    for (std::int64_t c = 0; c < s.c; ++c) {
      float& value = values[setup.layout().classes.at(0, slot / (s.h * s.w), c, slot / s.w % s.h, slot % s.w)];
      value = -value;
    }
}

/// What a backend is found to do wrong.
Diagnosis diagnosis_of(const GoldenCase& golden, const Actual& actual) {
  const Profile profile = load_profile("ieee-fp32");
  const Verdict verdict = judge(golden, actual);
  return diagnose(std::array{make_scene("case", verdict.alternative ? *verdict.alternative : golden, actual, profile)});
}

std::vector<Open> all_open() {
  return {equal_anchors(Family::v1), equal_anchors(Family::v2), equal_anchors(Family::v3), on_gate(), on_threshold(), on_ignore_threshold()};
}

}  // namespace

TEST_CASE("the wrong sign of the classes is named beside a flipped decision, and nothing else", "[settled]") {
  for (const Open& open : all_open()) {
    INFO("family v" << static_cast<int>(open.setup.variant.family) + 1);
    const GoldenCase golden = open.setup.golden();
    Actual actual = play(open.setup, open.other, plain_kernels);
    const Verdict right = judge(golden, actual);
    INFO(render_text(right, ""));
    CHECK(right.passed());
    CHECK(right.decisions.within.size() == 1);

    negate_classes(open.setup, actual);
    const Diagnosis found = diagnosis_of(golden, actual);
    REQUIRE(found.named == 1);
    CHECK(found.best[0].is("class-sign"));
    CHECK(found.best[0].score.gained == found.failing);
    CHECK(found.best[0].score.broken == 0);
  }
}

TEST_CASE("a mistake that changes the evaluation is named beside a flipped decision, and nothing else", "[settled]") {
  for (const Open& open : all_open()) {
    INFO("family v" << static_cast<int>(open.setup.variant.family) + 1);
    const GoldenCase golden = open.setup.golden();
    Setup wrong = open.setup;
    const auto explained = [&](const Choices& choices) {
      const Diagnosis found = diagnosis_of(golden, play(wrong, choices, plain_kernels));
      INFO(diagnosis_text(found));
      REQUIRE(found.named > 0);
      CHECK(found.best[0].score.gained == found.failing);
      CHECK(found.best[0].score.broken == 0);
      std::vector<std::vector<std::string>> ids;
      for (std::size_t i = 0; i < found.named; ++i) ids.push_back(found.best[i].ids);
      return ids;
    };
    for (Truth& truth : wrong.truths) ++truth.class_id;
    CHECK(explained(open.other) == explained(open.golden));
    wrong = open.setup;
    for (float& t : wrong.logits) t = static_cast<float>(round_to_bits(t, bf16_bits));
    CHECK(explained(open.other) == explained(open.golden));
  }
}
