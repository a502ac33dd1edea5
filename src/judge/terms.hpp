#pragma once
#include "bounds/bounds.hpp"
#include "judge/compare.hpp"

namespace yologold {

/// Compares terms, per_image and total where the actual has them.
void compare_terms(const GoldenCase& golden, const Actual& actual, const Profile& profile, const bounds::Bounds* bounds, Verdict& verdict);

}  // namespace yologold
