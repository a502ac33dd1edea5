#pragma once
#include "diagnose/probe.hpp"

namespace yologold {

/// The inputs of a round from which a probe is chosen. Those with exact ties are the same in each round, and so in the first alone.
/// @param loaded  the variant with what the request sets
std::vector<ProbeCase> probe_cases(const ProbeRequest& request, const Variant& loaded, int round);

/// A variant with some of its keys set.
Variant probed_variant(const std::string& name, const Json& set);

}  // namespace yologold
