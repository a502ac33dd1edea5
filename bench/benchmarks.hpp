#pragma once
#include <string>
#include <vector>

namespace yologold::bench {

/// Time of a whole loss with its gradient over the time of its floor.
struct Ratio {
  std::string work, setting;             ///< "v3/f64", "avx2/threads=1"
  double low = 0, median = 0, high = 0;  ///< quartiles over interleaved pairs, of the times on the wall
  double cpu = 0;                        ///< median, of the processor times: other programs can not stretch these by taking the core away
};

/// kernels/<entry>/<scalar>/<isa>: every entry of kernels::Table, in items a second.
void register_kernels();

/// engine/<work>/<compute>/<isa>/threads=<k>: loss and gradient beside their floor.
void register_engine();

/// What the engine benchmarks found, in the order they ran.
const std::vector<Ratio>& ratios();

}  // namespace yologold::bench
