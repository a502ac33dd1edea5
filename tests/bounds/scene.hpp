#pragma once
#include "bounds/bounds.hpp"
#include "selftest/regime.hpp"
#include "yologold/engine.hpp"

namespace yologold::bounds_test {

using selftest::Regime, selftest::regimes;

/// One head of a variant, its truths, and what the f64 engine makes of them.
struct Scene {
  Variant variant;
  HeadShape shape;
  Layout layout;
  std::vector<float> logits;
  std::vector<Truth> truths;
  std::vector<std::int64_t> first;
  Report report;
  std::vector<std::vector<Role>> roles;
  std::vector<double> gradient;

  std::vector<HeadView> heads() const { return {{logits.data(), DType::f32, layout}}; }
};

/// @param variant  of selftest::scene_variants(): the families come first
Scene make_scene(std::size_t variant, Regime regime, std::uint64_t seed);
inline Scene make_scene(Family family, Regime regime, std::uint64_t seed) { return make_scene(static_cast<std::size_t>(family), regime, seed); }

/// The bounds of a scene, and how many elements of the golden lie where their balls do not.
bounds::Bounds bounds_of(const Scene& scene, const bounds::NumericProfile& profile);

}  // namespace yologold::bounds_test
