#pragma once
#include <string>

#include "golden/golden.hpp"

namespace yologold {

/// What a gradient of a wrong shape may be: another head's, the head's in another layout, or the expected one with rows and columns exchanged. "" where it is
/// none of them.
std::string shape_words(const GoldenCase& golden, std::size_t head, const std::vector<std::int64_t>& found);

}  // namespace yologold
