#pragma once
#include <vector>

#include "json/json.hpp"
#include "json/place.hpp"

namespace yologold {

/// A case object with its id, defaults and matrix put in, and the place it came from.
struct ExpandedCase {
  Json object;
  Place place;
};

/// Lays the case over the defaults, then expands `matrix`: every combination of its values becomes a case whose id ends in /key=value.
/// A matrix key is a key of the case ("fill"), a dotted path ("set.ignore"), or "grid" (one head of that size).
std::vector<ExpandedCase> expand_case(const Json& defaults, const Json& object, const Place& place);

}  // namespace yologold
