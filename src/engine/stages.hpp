#pragma once
#include <vector>

#include "engine/tile.hpp"
#include "yologold/stages.hpp"

namespace yologold {

/// Every intermediate, dense, after the truths were matched: values in f64, roles as a run in T gives them.
template <class T>
std::vector<HeadStages> compute_stages(const Run& run, const kernels::Table<double>& kernels, const kernels::Table<T>& kernels_of_run);

}  // namespace yologold
