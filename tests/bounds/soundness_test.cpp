#include <cstdio>
#include <cstdlib>

#include "bounds/emulated.hpp"
#include "bounds/play.hpp"
#include "bounds/tally.hpp"
#include "configs/find_config.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::bounds_test;

namespace yologold::bounds_test {
namespace emulated {

#include "bounds/backend.inc"

}  // namespace emulated

const Kernels<Emulated> emulated_corner{"emulated corner",
                                        false,
                                        emulated::corner_iou<Emulated>,
                                        emulated::corner_box<Emulated>,
                                        emulated::corner_objectness<Emulated>,
                                        emulated::row_of_classes<Emulated>};
const Kernels<Emulated> emulated_centred{"emulated centred",
                                         true,
                                         emulated::centred_iou<Emulated>,
                                         emulated::centred_box<Emulated>,
                                         emulated::centred_objectness<Emulated>,
                                         emulated::row_of_classes<Emulated>};

}  // namespace yologold::bounds_test

namespace {

constexpr Family families[] = {Family::v1, Family::v2, Family::v3, Family::v4};
const char* const all_profiles[] = {"ieee-fp32",    "cuda-fp32",    "cuda-fp32-fast", "tf32-inputs",
                                    "fp16-storage", "bf16-storage", "fp16-every-op",  "bf16-every-op"};

bounds::NumericProfile profile_named(const char* name) { return bounds::load_numeric_profile(find_config("profile", name, "profile")); }

/// How many seeds each regime is played with: 14 make a million elements a profile. More on request.
std::uint64_t seeds() {
  const char* asked = std::getenv("YOLOGOLD_BOUNDS_SEEDS");
  return asked ? std::strtoull(asked, nullptr, 10) : 14;
}

bool has_fma() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("fma");
#else
  return true;
#endif
}

template <class Visit>
void for_each_scene(Visit visit) {
  for (std::uint64_t seed = 1; seed <= seeds(); ++seed)
    for (const Family family : families)
      for (int regime = 0; regime < regimes; ++regime) visit(make_scene(family, static_cast<Regime>(regime), seed));
}

void print(const char* name, const Tally& t) {
  std::printf(
      "%-32s %8lld elements, %lld outside, %.1f %% conclusive, %.2f %% range, largest error/bound %.3f (%s)%s%s\n", name, static_cast<long long>(t.elements),
      static_cast<long long>(t.outside), 100.0 * static_cast<double>(t.conclusive) / static_cast<double>(t.elements),
      100.0 * static_cast<double>(t.range) / static_cast<double>(t.elements), t.largest, t.worst.c_str(), t.outside ? "\n  outside: " : "", t.escaped.c_str());
}

std::vector<double> stored(std::vector<double> values, const bounds::Format& format) {
  for (double& value : values) value = format.round(value);
  return values;
}

}  // namespace

TEST_CASE("every result of real float builds lies within its bound", "[soundness]") {
  std::vector<FloatBuild> builds{plain_o2(), plain_o3()};
  if (has_fma()) builds.insert(builds.end(), {fused_o2(), fused_o3()});
  const bounds::NumericProfile profile = profile_named("ieee-fp32");
  Tally all;
  std::vector<Tally> each(2 * builds.size());
  for_each_scene([&](const Scene& scene) {
    const bounds::Bounds bounds = bounds_of(scene, profile);
    std::size_t i = 0;
    for (const FloatBuild& build : builds)
      for (const Kernels<float>* kernels : {&build.corner, &build.centred}) {
        const auto got = play<float>(scene, *kernels, scene.logits, [](float x) { return static_cast<double>(x); });
        all.add(scene, bounds, got, kernels->name);
        each[i++].add(scene, bounds, got, kernels->name);
      }
  });
  for (std::size_t i = 0; i < each.size(); ++i) print(i % 2 ? builds[i / 2].centred.name : builds[i / 2].corner.name, each[i]);
  print("real float builds", all);
  CHECK(all.outside == 0);
  CHECK(all.largest >= 0.5);
  CHECK(all.largest <= 1);
  CHECK(all.elements >= 1000000);
}

TEST_CASE("every result at the edge of a profile's table lies within its bound", "[soundness]") {
  for (const char* name : all_profiles) {
    const bounds::NumericProfile profile = profile_named(name);
    Emulated::World world{profile, test::Random(7)};
    Emulated::world = &world;
    Tally tally;
    for_each_scene([&](const Scene& scene) {
      const bounds::Bounds bounds = bounds_of(scene, profile);
      std::vector<Emulated> logits;
      for (const float t : scene.logits) {
        const double read = profile.inputs.round(t), side = world.random.below(2) ? 1 : -1;
        logits.emplace_back(read * (1 + side * profile.input_radius));
      }
      for (const Kernels<Emulated>* kernels : {&emulated_corner, &emulated_centred}) {
        const auto got = play<Emulated>(scene, *kernels, logits, [](Emulated x) { return x.value(); });
        tally.add(scene, bounds, stored(got, profile.stored), kernels->name);
      }
    });
    print(name, tally);
    CHECK(tally.outside == 0);
    CHECK(tally.largest <= 1);
    CHECK(tally.largest >= 0.5);
    CHECK(tally.elements >= 1000000);
  }
}
