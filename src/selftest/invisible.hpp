#pragma once
#include <string>

#include "bounds/numeric_profile.hpp"

namespace yologold::selftest {

/// Why a conforming backend of a profile may write what this mutant writes; "" where it may not.
std::string why_invisible(const std::string& mutant, const bounds::NumericProfile& profile);

}  // namespace yologold::selftest
