#pragma once
#include "bounds/bounds.hpp"
#include "golden/golden.hpp"
#include "judge/profile.hpp"

namespace yologold {

/// Damaged where a gradient or a loss of a golden lies farther from the middle of its own bound than a golden may: it was computed otherwise than the bounds
/// assume, and proves nothing about a backend. Names the first and counts them.
void refuse_strays(const GoldenCase& golden, const Profile& profile, const bounds::Bounds& bounds);

}  // namespace yologold
