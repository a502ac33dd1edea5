#pragma once
#include <string>
#include <vector>

#include "json/json.hpp"
#include "yologold/variant.hpp"

namespace yologold {

/// Small cases of a suite that show mistakes of different kinds: grids and images that are not square, truths that share cells, on borders, as large as
/// anchors, sizes whose IOUs are exactly 1/2, several classes, several images.
/// @param name  what every id begins with
/// @param variant  as a suite names it
/// @param set  what the suite's case changes in it
/// @param loaded  the variant with these changes
/// @param round  gives other logits and truths
std::vector<Json> arrangements(const std::string& name, const std::string& variant, const Json& set, const Variant& loaded, int round);

}  // namespace yologold
