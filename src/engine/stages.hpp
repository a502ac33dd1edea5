#pragma once
#include <vector>

#include "engine/tile.hpp"
#include "yologold/stages.hpp"

namespace yologold {

/// Every intermediate, dense, after the truths were matched.
std::vector<HeadStages> compute_stages(const Run& run, const kernels::Table<double>& kernels);

}  // namespace yologold
