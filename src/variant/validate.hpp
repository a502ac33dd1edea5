#pragma once
#include "variant/sources.hpp"
#include "yologold/variant.hpp"

namespace yologold {

/// Throws Error at the first number out of its range, list that does not fit, or pair of choices that contradict each other.
/// @param sources  where the errors say each key stands
void validate(const Variant& variant, const Sources& sources);

}  // namespace yologold
