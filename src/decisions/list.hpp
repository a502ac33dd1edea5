#pragma once
#include "decisions/decision.hpp"
#include "decisions/subject.hpp"

namespace yologold::decisions {

/// Every decision about the truths of a batch as it is made under a golden, the kinks of IOU losses included; of the ignore mask, which decides about every
/// slot that no truth took, those near its threshold.
std::vector<Decision> list_decisions(const Subject& subject);

}  // namespace yologold::decisions
