#pragma once
#include <string>
#include <vector>

#include "network/network_config.hpp"

namespace yologold {

/// The layers that a layer reads, by their places; -1 is the network's input.
std::vector<int> inputs_of(const NetworkConfig& config, std::size_t layer);

/// The word of a layer: "convolutional", ...
const char* word_of(const LayerConfig& layer);

/// How errors call a layer: "yolov3-tiny: layer 4 (maxpool)".
std::string call_layer(const NetworkConfig& config, std::size_t layer);

}  // namespace yologold
