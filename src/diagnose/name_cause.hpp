#pragma once
#include "diagnose/diagnose.hpp"
#include "judge/compare.hpp"

namespace yologold {

/// Puts into a verdict the known mistake that explains its failing elements.
/// @param watch  as diagnose tells it
void name_cause(const GoldenCase& golden, const Actual& actual, const Profile& profile, Verdict& verdict, const Watch& watch);

}  // namespace yologold
