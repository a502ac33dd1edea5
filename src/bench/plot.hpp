#pragma once
#include <string>

#include "bench/sweep.hpp"

namespace yologold::bench {

/// The curves as one SVG picture: a panel each, both axes logarithmic, the loss beside its floor.
std::string draw(const std::vector<Curve>& curves, const std::string& caption);

}  // namespace yologold::bench
