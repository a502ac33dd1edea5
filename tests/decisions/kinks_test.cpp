#include <fmt/format.h>

#include <cstdio>

#include "bounds/play.hpp"
#include "decisions/float_backend.hpp"
#include "decisions/variants.hpp"
#include "golden/tensors.hpp"
#include "judge/gradients.hpp"
#include "judge/kinks.hpp"
#include "judge/render.hpp"
#include "judge/seen.hpp"
#include "selftest/emulated_kernels.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::decisions_test;
using selftest::Emulated;

namespace {

constexpr std::int64_t side = 8, row = 2, column = 3;

/// A v4 box on a truth of the same width and the same centre: both edges of the x axis are equal.
Setup coinciding() {
  Variant v = parse_variant(R"({"family": "v4", "image": [416, 416], "anchors": [[52, 52], [300, 20], [20, 300]], "scale_xy": [1]})", "v4");
  return {v, {1, 3, side, side, 4, false}, {{(column + 0.5) / side, (row + 0.75) / side, 0.125, 0.2, 1}}};
}

std::vector<float> values_of_gradient(const Tensors& tensors) {
  const auto wide = as_doubles(tensors.at("gradient-0"));
  return {wide.begin(), wide.end()};
}

Actual actual_of(const Setup& setup, const std::vector<float>& values) {
  Actual actual;
  const HeadShape& s = setup.shape;
  actual.tensors["gradient-0"] = make_tensor(TensorType::f32, {1, s.elements() / (s.h * s.w), s.h, s.w}, values);
  return actual;
}

std::size_t variant_named(const std::string& name) {
  const auto all = selftest::scene_variants();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
  return static_cast<std::size_t>(found - all.begin());
}

}  // namespace

TEST_CASE("a kink may fall on either side, all derivatives of the box together", "[kinks]") {
  // The width is moved to both sides, by less than float32 can tell.
  Setup setup = coinciding();
  float& width = setup.logit(0, 2, row, column);
  const auto at = [&](std::int64_t k) { return static_cast<std::size_t>(setup.layout().box.at(0, 0, k, row, column)); };
  width = 1e-9F;
  const auto wider = values_of_gradient(setup.golden().tensors);
  width = -1e-9F;
  const GoldenCase golden = setup.golden();
  const auto narrower = values_of_gradient(golden.tensors);
  REQUIRE(std::abs(wider[at(2)] - narrower[at(2)]) > 0.1);
  REQUIRE(std::abs(wider[at(3)] - narrower[at(3)]) < 1e-5);

  // The golden's side, then the other one.
  const Verdict own = judge(golden, actual_of(setup, narrower)), other = judge(golden, actual_of(setup, wider));
  CHECK(own.passed());
  CHECK(own.decisions.kinks == 0);
  INFO(render_text(other, ""));
  CHECK(other.passed());
  CHECK(other.decisions.kinks == 1);

  // What lies between them, and what follows no side as a whole.
  auto between = narrower;
  between[at(2)] += 0.3F * (wider[at(2)] - narrower[at(2)]);
  CHECK_FALSE(judge(golden, actual_of(setup, between)).passed());
  auto wrong = wider;
  wrong[at(3)] *= 1.001F;
  CHECK_FALSE(judge(golden, actual_of(setup, wrong)).passed());
}

TEST_CASE("the parts of a bound at a kink are those of the side that is followed", "[kinks]") {
  // Two goldens, on the one side and on the other.
  Setup setup = coinciding();
  setup.logit(0, 2, row, column) = 1e-9F;
  const GoldenCase wider = setup.golden();
  setup.logit(0, 2, row, column) = -1e-9F;
  const GoldenCase narrower = setup.golden();
  const auto profile = load_profile("ieee-fp32").numeric;
  const auto sum_of = [&](const GoldenCase& golden, const Address& at, const bounds::Branch* way) {
    double sum = 0;
    for (const auto& part : bounds::contributions(Seen(golden).problem(), *profile, at, way)) sum += part.error;
    return sum;
  };

  // Follow each of them.
  Address at{0, 0, 0, 2, row, column};
  CHECK(sum_of(narrower, at, nullptr) > 0.1);
  for (const GoldenCase* followed : {&narrower, &wider}) {
    const Tensor& gradient = followed->tensors.at("gradient-0");
    const auto way = find_kink_way(narrower, gradient, *profile, at), own = find_kink_way(*followed, gradient, *profile, at);
    REQUIRE(way);
    CHECK(way->golden == (followed == &narrower));
    for (at.channel = 0; at.channel < 4; ++at.channel) {
      const auto k = static_cast<std::size_t>(at.channel);
      const auto [value, error] = way->slopes[k];
      const double want = as_doubles(gradient)[static_cast<std::size_t>(setup.layout().box.at(0, 0, at.channel, row, column))];
      const double parts = sum_of(narrower, at, &way->branches[k]), on_its_own = sum_of(*followed, at, &own->branches[k]);
      INFO("channel " << k << ": " << value << " +- " << error << ", " << want << ", parts " << parts << ", " << on_its_own);
      CHECK(std::abs(value - want) < 1e-6);
      CHECK(error < 1e-4);
      CHECK(parts == Approx(error).epsilon(1e-6));
      CHECK(parts == Approx(on_its_own).epsilon(1e-3));
    }
    at.channel = 2;
  }
  CHECK_FALSE(find_kink_way(narrower, narrower.tensors.at("gradient-0"), *profile, {0, 0, 0, 0, 0, 0}));

  // The judge speaks of the same parts.
  for (const GoldenCase* followed : {&narrower, &wider}) {
    auto values = values_of_gradient(followed->tensors);
    const auto way = find_kink_way(narrower, followed->tensors.at("gradient-0"), *profile, at);
    values[static_cast<std::size_t>(setup.layout().box.at(0, 0, 2, row, column))] += static_cast<float>(0.9 * way->slopes[2].error);
    const Verdict verdict = judge(narrower, actual_of(setup, values));
    REQUIRE(verdict.largest.at.channel == 2);
    const auto parts = bounds::contributions(Seen(narrower).problem(), *profile, at, &way->branches[2]);
    CHECK(verdict.bound_parts.at(0) == fmt::format("{:.0f} % {}", 100 * parts[0].error / sum_of(narrower, at, &way->branches[2]), name_of(parts[0].source)));
  }
}

TEST_CASE("the parts of a bound add up to it, at kinks and elsewhere", "[kinks]") {
  int at_kinks = 0, elsewhere = 0;
  for (const char* name : {"v4", "v2-differentiated"})
    for (const auto regime : {bounds_test::Regime::touching, bounds_test::Regime::converged, bounds_test::Regime::same_aspect})
      for (const char* profile_name : {"cuda-fp32", "bf16-storage", "bf16-every-op"}) {
        const auto scene = bounds_test::make_scene(variant_named(name), regime, 3);
        Setup setup(scene.variant, scene.shape, scene.truths);
        setup.logits = scene.logits;
        const GoldenCase golden = setup.golden();
        const auto profile = load_profile(profile_name).numeric;
        const Seen seen(golden);
        const auto all = bounds::evaluate_bounds(seen.problem(), *profile);
        for (const Pair& pair : golden_choices(golden).pairs) {
          Address at{0, 0, pair.anchor, 0, pair.y, pair.x};
          const auto way = find_kink_way(golden, golden.tensors.at("gradient-0"), *profile, at);
          for (at.channel = 0; at.channel < 4; ++at.channel) {
            const auto k = static_cast<std::size_t>(at.channel);
            const auto place = static_cast<std::size_t>(setup.layout().box.at(0, at.anchor, at.channel, at.y, at.x));
            const double used = way ? way->slopes[k].error : all.gradients[0][place].error;
            if (std::isinf(used)) continue;
            double parts = 0;
            for (const auto& part : bounds::contributions(seen.problem(), *profile, at, way ? &way->branches[k] : nullptr)) parts += part.error;
            INFO(name << ", " << profile_name << ", row " << at.y << ", column " << at.x << ", channel " << k << (way ? ", at a kink" : ""));
            CHECK(parts == Approx(used).epsilon(1e-3));
            ++(way ? at_kinks : elsewhere);
          }
        }
      }
  CHECK(at_kinks > 100);
  CHECK(elsewhere > 100);
}

TEST_CASE("real and emulated backends pass at the kinks, of box losses and of IOU targets", "[kinks]") {
  const std::size_t variant = GENERATE(variant_named("v4"), variant_named("v2-differentiated"));
  std::int64_t kinks = 0, failed = 0;
  for (const auto regime : {bounds_test::Regime::touching, bounds_test::Regime::converged, bounds_test::Regime::same_aspect})
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      const auto scene = bounds_test::make_scene(variant, regime, seed);
      Setup setup(scene.variant, scene.shape, scene.truths);
      setup.logits = scene.logits;
      const GoldenCase golden = setup.golden();
      const Choices choices = golden_choices(golden);
      const auto look = [&](const Actual& actual, const char* profile) {
        const Verdict verdict = compare(profile, golden, actual, load_profile(profile), 3);
        INFO(render_text(verdict, ""));
        CHECK(verdict.passed());
        kinks += verdict.decisions.kinks, failed += !verdict.passed();
      };
      for (const auto& build : {bounds_test::plain_o3(), bounds_test::plain_o2()})
        for (const auto& kernels : {build.corner, build.centred}) look(play(setup, choices, kernels), "ieee-fp32");
      for (const char* name : {"cuda-fp32", "cuda-fp32-fast", "bf16-every-op", "fp16-every-op", "bf16-storage"}) {
        const auto profile = load_profile(name);
        Emulated::World world{*profile.numeric, selftest::Random(seed)};
        Emulated::world = &world;
        std::vector<Emulated> logits;
        for (const float t : scene.logits) logits.emplace_back(profile.numeric->inputs.round(t));
        for (const auto& kernels : {selftest::emulated_corner, selftest::emulated_centred}) {
          auto values = bounds_test::play<Emulated>(scene, kernels, logits, [](Emulated x) { return x.value(); });
          for (double& value : values) value = profile.numeric->stored.round(value);
          look(actual_of(setup, {values.begin(), values.end()}), name);
        }
      }
    }
  std::printf("%s: %lld boxes on another side of a kink, %lld cases failed\n", selftest::scene_variants()[variant].name, static_cast<long long>(kinks),
              static_cast<long long>(failed));
  CHECK(kinks > 50);
}
