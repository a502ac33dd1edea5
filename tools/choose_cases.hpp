#pragma once
#include <vector>

#include "select.hpp"
#include "suite/suite.hpp"

namespace yologold::tools {

/// The cases of a suite that a selection keeps, sorted by id. Throws Exit where it keeps none.
std::vector<const Case*> choose_cases(const Suite& suite, const Selection& selection);

}  // namespace yologold::tools
