#pragma once
#include "decisions/decision.hpp"
#include "decisions/subject.hpp"

namespace yologold::decisions {

/// Every decision about the truths of a batch as it is made under a golden, the kinks of IOU losses included. Not the mask of `decoded` and of flagged
/// truths, which is one decision for every slot: ask the Decider.
std::vector<Decision> list_decisions(const Subject& subject);

}  // namespace yologold::decisions
