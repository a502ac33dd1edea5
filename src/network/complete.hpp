#pragma once
#include <string>
#include <string_view>

#include "network/network_config.hpp"

namespace yologold {

/// Ends the reading of a network: takes the user's choices, reads the variant, gives the layers before heads their width, and checks that all fits.
/// @param variant  JSON
/// @param where  how errors name the variant
void complete_network(NetworkConfig& config, std::string_view variant, const std::string& where, const NetworkChoices& choices);

}  // namespace yologold
