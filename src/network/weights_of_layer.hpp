#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "network/network.hpp"

namespace yologold {

/// The numbers of a layer in the order of darknet's .weights.
std::vector<Parameter> weights_of_layer(const Network& network, std::size_t layer);

/// Reads a whole .weights file; returns the pictures seen.
std::uint64_t read_darknet_weights(Network& network, const std::string& path);

}  // namespace yologold
