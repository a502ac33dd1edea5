#pragma once
#include "bounds/numeric_profile.hpp"

namespace yologold {

/// An arithmetic that rounds as f64 does, for values of which only the middle is wanted.
bounds::NumericProfile exact_profile();

}  // namespace yologold
