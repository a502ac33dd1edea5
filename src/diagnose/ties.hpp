#pragma once
#include <optional>
#include <string>

#include "json/json.hpp"
#include "suite/inputs.hpp"

namespace yologold {

/// A case of a suite whose inputs are given, not generated.
struct GivenCase {
  Json json;  ///< names its files inputs/ID/head-K.npy and inputs/ID/truths.json
  Inputs inputs;
};

/// A case in which overlaps are equal to the thresholds of the variant and edges meet, bit for bit: what tells > from >=, and one subgradient from another.
/// Nothing for v1, which has no threshold.
/// @param name, variant, set, loaded  as for arrangements
std::optional<GivenCase> exact_ties(const std::string& name, const std::string& variant, const Json& set, const Variant& loaded);

}  // namespace yologold
