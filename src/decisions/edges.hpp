#pragma once
#include "decisions/decision.hpp"
#include "decisions/subject.hpp"

namespace yologold::decisions {

/// The kinks of the IOU of a pair: six decisions.
std::vector<Decision> edges_of(const Subject& subject, const Pair& pair);

}  // namespace yologold::decisions
