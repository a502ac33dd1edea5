#pragma once
#include <span>
#include <string>

#include "kernels/table.hpp"

namespace yologold::kernels {

/// The ISAs of this build that this CPU runs, from plain to best.
std::span<const IsaTables> available();

/// The tables by name; "" is the best, capped by the environment variable YOLOGOLD_ISA. Throws Error naming the ones there are.
const IsaTables& choose(const std::string& name);

}  // namespace yologold::kernels
