#pragma once
#include "bounds/bounds.hpp"
#include "judge/compare.hpp"

namespace yologold {

struct OpenSlots;

/// Compares terms, per_image and total where the actual has them.
/// @param open  the losses of images that hold an open slot are not compared
void compare_terms(const GoldenCase& golden, const Actual& actual, const Profile& profile, const bounds::Bounds* bounds, Verdict& verdict,
                   const OpenSlots* open = nullptr);

}  // namespace yologold
