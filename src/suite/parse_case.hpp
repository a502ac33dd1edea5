#pragma once
#include "json/place.hpp"
#include "suite/suite.hpp"

namespace yologold {

/// Reads one expanded case strictly.
Case parse_case(const Json& object, const Place& place, std::uint64_t seed);

/// Throws where a case, or the suite's defaults, have a key that no case has.
void check_case_keys(const Json& object, const Place& place);

}  // namespace yologold
