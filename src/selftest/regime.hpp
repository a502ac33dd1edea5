#pragma once
#include <span>

#include "suite/inputs.hpp"

namespace yologold::selftest {

/// Inputs that are hard on arithmetic: what the logits are like.
enum class Regime { random, converged, saturated, tiny_far, same_aspect, touching };
constexpr int regimes = 6;
const char* name_of(Regime regime);

/// A variant that scenes are made of.
struct SceneVariant {
  const char* name;
  Family family;
  const char* choices;  ///< JSON, what departs from the published one
};

/// The four published variants in the order of the families, then others for the choices that ask for formulas of their own.
std::span<const SceneVariant> scene_variants();
constexpr std::size_t published = 4;

/// One head of scene_variants()[variant] with 60 truths, most of its predictions near one of them.
Inputs regime_inputs(std::size_t variant, Regime regime, std::uint64_t seed);

}  // namespace yologold::selftest
