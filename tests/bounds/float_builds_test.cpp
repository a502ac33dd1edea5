#include <cstdio>

#include "bounds/play.hpp"
#include "bounds/tally.hpp"
#include "check/check_case.hpp"
#include "golden/tensors.hpp"
#include "judge/compare.hpp"
#include "suite/infer_shape.hpp"
#include "support/catch.hpp"
#include "variant/catalogue.hpp"

using namespace yologold;
using namespace yologold::bounds_test;

namespace {

constexpr std::uint64_t seeds = 4;  // scenes of each kind of a published variant: a million elements

bool has_fma() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("fma");
#else
  return true;
#endif
}

template <class Visit>
void for_each_scene(Visit visit) {
  for (std::size_t variant = 0; variant < selftest::scene_variants().size(); ++variant)
    for (std::uint64_t seed = 1; seed <= (variant < selftest::published ? seeds : 1); ++seed)
      for (int regime = 0; regime < regimes; ++regime) visit(variant, make_scene(variant, static_cast<Regime>(regime), seed));
}

void print(const char* name, const Tally& t) {
  std::printf(
      "%-32s %8lld elements, %lld outside, %.1f %% conclusive, %.2f %% range, largest error/bound %.3f (%s)%s%s\n", name, static_cast<long long>(t.elements),
      static_cast<long long>(t.outside), 100.0 * static_cast<double>(t.conclusive) / static_cast<double>(t.elements),
      100.0 * static_cast<double>(t.range) / static_cast<double>(t.elements), t.largest, t.worst.c_str(), t.outside ? "\n  outside: " : "", t.escaped.c_str());
}

/// The golden of a scene.
GoldenCase golden_of(const bounds_test::Scene& scene) {
  Inputs inputs{scene.variant, LayoutName::nchw, {scene.shape}, {}, TruthBatch(1)};
  inputs.heads.push_back(make_tensor(TensorType::f32, tensor_shape(LayoutName::nchw, scene.shape), scene.logits));
  for (const Truth& truth : scene.truths) inputs.truths.add(0, truth);
  return golden_case(inputs, {DType::f64, "", 1});
}

bool passes(const GoldenCase& golden, const std::vector<double>& got, const Profile& profile) {
  Actual actual;
  actual.tensors["gradient-0"] = make_tensor(TensorType::f64, golden.tensors.at("gradient-0").shape, got);
  const Verdict verdict = compare("scene", golden, actual, profile, 0);
  return verdict.passed() && verdict.bounded;
}

}  // namespace

TEST_CASE("every result of real float builds lies within its bound, and the judge passes it", "[soundness]") {
  std::vector<FloatBuild> builds{plain_o2(), plain_o3()};
  if (has_fma()) builds.insert(builds.end(), {fused_o2(), fused_o3()});
  const Profile profile = load_profile("ieee-fp32");
  std::int64_t rejected = 0;
  Tally all;
  std::vector<Tally> each(2 * builds.size()), by_variant(selftest::scene_variants().size());
  for_each_scene([&](std::size_t variant, const bounds_test::Scene& scene) {
    const bounds::Bounds bounds = bounds_of(scene, *profile.numeric);
    const GoldenCase golden = golden_of(scene);
    std::size_t i = 0;
    for (const FloatBuild& build : builds)
      for (const Kernels<float>* kernels : {&build.corner, &build.centred}) {
        const auto got = play<float>(scene, *kernels, scene.logits, [](float x) { return static_cast<double>(x); });
        all.add(scene, bounds, got, kernels->name);
        by_variant[variant].add(scene, bounds, got, kernels->name);
        each[i++].add(scene, bounds, got, kernels->name);
        rejected += !passes(golden, got, profile);
      }
  });
  for (std::size_t i = 0; i < each.size(); ++i) print(i % 2 ? builds[i / 2].centred.name : builds[i / 2].corner.name, each[i]);
  for (std::size_t i = 0; i < by_variant.size(); ++i) print(selftest::scene_variants()[i].name, by_variant[i]);
  print("real float builds", all);
  CHECK(rejected == 0);
  CHECK(all.outside == 0);
  CHECK(all.largest >= 0.5);
  CHECK(all.largest <= 1);
  CHECK(all.elements >= 1000000);
  for (const Tally& one : by_variant) CHECK(one.largest >= 0.5);
}
