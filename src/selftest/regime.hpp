#pragma once
#include "suite/inputs.hpp"

namespace yologold::selftest {

/// Inputs that are hard on arithmetic: what the logits are like.
enum class Regime { random, converged, saturated, tiny_far, same_aspect, touching };
constexpr int regimes = 6;
const char* name_of(Regime regime);

/// One head of a published variant with 60 truths, most of its predictions near one of them.
Inputs regime_inputs(Family family, Regime regime, std::uint64_t seed);

}  // namespace yologold::selftest
