#pragma once
#include <string_view>

#include "yologold/variant.hpp"

namespace yologold {

/// The loss of a family in ASCII mathematics, every choice at its default. Hats follow their letter: x^ is a prediction.
std::string_view formula_of(Family family);

}  // namespace yologold
