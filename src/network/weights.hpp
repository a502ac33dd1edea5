#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "network/network.hpp"

namespace yologold {

/// Reads weights and running statistics by content: darknet's .weights, or safetensors as written below.
/// Throws Error where a value is missing, left over, or of another shape.
/// @return how many pictures the weights have seen
std::uint64_t read_weights(Network& network, const std::string& path);

/// Reads the first `layers` layers of a darknet .weights file and leaves the others (darknet's partial, for fine-tuning); a file that ends there fits too.
std::uint64_t read_first_layers(Network& network, const std::string& path, int layers);

/// Writes darknet's .weights: header 0.2.0 with `seen`, then per layer biases, (scales, mean, variance,) weights.
void write_darknet_weights(const Network& network, const std::string& path, std::uint64_t seen);

/// Writes safetensors: every parameter and statistic under its name, and in the metadata the network ("network", JSON of print_network), "seen" and `more`.
void write_weights(const Network& network, const std::string& path, std::uint64_t seen, const std::map<std::string, std::string>& more = {});

/// The network that a file of write_weights holds in its metadata.
NetworkConfig read_network_of(const std::string& path);

}  // namespace yologold
