#pragma once
#include <functional>

#include "bounds/bounds.hpp"
#include "judge/compare.hpp"

namespace yologold {

struct OpenSlots;

/// Calls `visit` with the bound, the golden's value and the name of every loss: the terms, those of the images, the total.
void for_each_loss(const GoldenCase& golden, const bounds::Bounds& bounds,
                   const std::function<void(const bounds::Bound& bound, double value, const std::string& name)>& visit);

/// Compares terms, per_image and total where the actual has them.
/// @param open  the losses of images that hold an open slot are not compared
void compare_terms(const GoldenCase& golden, const Actual& actual, const Profile& profile, const bounds::Bounds* bounds, Verdict& verdict,
                   const OpenSlots* open = nullptr);

}  // namespace yologold
