#pragma once
#include "judge/compare.hpp"

namespace yologold {

/// Puts into a verdict the known mistake that explains its failing elements. A case too large to try every mistake in a moment gets a note.
void name_cause(const GoldenCase& golden, const Actual& actual, const Profile& profile, Verdict& verdict);

}  // namespace yologold
