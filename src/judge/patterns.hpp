#pragma once
#include <string>
#include <vector>

#include "judge/compare.hpp"

namespace yologold {

/// Says what all failing elements have in common, where one simple thing fits every one of them: a constant factor, zeros, NaN.
std::vector<std::string> find_patterns(const std::vector<Difference>& failing);

}  // namespace yologold
