#pragma once
#include <vector>

#include "bench/race.hpp"

namespace yologold::bench {

/// kernels/<entry>/<scalar>/<isa>: every entry of kernels::Table, in items a second.
void register_kernels();

/// engine/<work>/<compute>/<isa>/threads=<k>: loss and gradient beside their floor.
void register_engine();

/// certain/<family>/<isa>: the certified tier, in processor time: microseconds per positive box (its assignment, coordinates, objectness and 80 class
/// logits; v1: 20), nanoseconds per empty slot (its objectness and the zeros of its box and classes).
void register_certain();

/// What the engine benchmarks found, in the order they ran.
const std::vector<Ratio>& ratios();

}  // namespace yologold::bench
