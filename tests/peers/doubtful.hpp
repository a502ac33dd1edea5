#pragma once
#include <vector>

#include "peers/live_case.hpp"
#include "yologold/stages.hpp"

namespace yologold::test {

/// The slots whose fate hangs on a comparison of floats that are within `margin` of each other: [n, a, y, x], as HeadStages orders them.
struct Doubtful {
  std::vector<bool> slot;        ///< the cell or anchor of a truth: nothing of the slot can be compared
  std::vector<bool> objectness;  ///< the ignore threshold: its objectness can not be compared
  std::int64_t count = 0;        ///< slots in either
};

Doubtful find_doubtful(const LiveCase& c, const HeadStages& stages, double margin);

}  // namespace yologold::test
