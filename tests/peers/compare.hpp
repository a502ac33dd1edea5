#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "peers/rounding.hpp"
#include "yologold/report.hpp"

namespace yologold::test {

/// Two tensors beside each other.
struct Comparison {
  std::size_t compared = 0, apart = 0;  ///< elements; those that are further apart than rounding explains
  double worst = 0;                     ///< the largest difference, as a multiple of what rounding explains
  double squares = 0;                   ///< sum of the squares of ours
  std::string worst_text;               ///< its address and both values
};

using Chosen = std::function<bool(const Address&)>;

/// Compares the chosen elements (all, where no function is given). NaN equals nothing.
Comparison compare(const HeadShape& shape, const Layout& layout, std::span<const double> ours, std::span<const float> theirs, Rounding rounding,
                   const Chosen& chosen = {});

}  // namespace yologold::test
