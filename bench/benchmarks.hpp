#pragma once
#include <vector>

#include "bench/race.hpp"

namespace yologold::bench {

/// kernels/<entry>/<scalar>/<isa>: every entry of kernels::Table, in items a second.
void register_kernels();

/// engine/<work>/<compute>/<isa>/threads=<k>: loss and gradient beside their floor.
void register_engine();

/// What the engine benchmarks found, in the order they ran.
const std::vector<Ratio>& ratios();

}  // namespace yologold::bench
