#pragma once
#include <string>

#include "json/json.hpp"
#include "json/place.hpp"

namespace yologold {

/// How much of a case a judge can be asked to prove, where the case's inputs leave less than a profile asks for: saturated logits, whose derivatives a
/// conforming backend may hold as 0.
struct ConclusiveShare {
  double at_least = 1;  ///< of the elements that are not exactly 0; above 0, at most 1
  std::string because;  ///< why no more can be proved
};

/// Reads {"at_least": 0.5, "because": "..."} strictly.
ConclusiveShare parse_conclusive(const Json& object, const Place& place);

Json conclusive_json(const ConclusiveShare& share);

}  // namespace yologold
