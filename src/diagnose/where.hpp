#pragma once
#include <string>
#include <vector>

#include "diagnose/search.hpp"

namespace yologold {

/// What the failing elements of a case have in common by their places: "image 1, channel th", "the last 9 of every plane", "box gradients stand in 71 of
/// 80 empty slots". "" where that is no real restriction: as much lies outside as chance would hardly spare, and a quarter of what may differ inside fails.
/// Of several cases: what is said of every one in which something fails, where that is the same.
std::string where_failing(const std::vector<Subject>& cases);

}  // namespace yologold
