#pragma once
#include <vector>

#include "bounds/ball.hpp"
#include "yologold/variant.hpp"

namespace yologold::bounds {

/// One class loss: its value and its derivative by every class logit; under darknet-delta target minus prediction.
struct ClassTerm {
  Ball value;
  std::vector<Ball> slopes;
};

/// @param hot  per class, whether the target is 1 before smoothing
ClassTerm class_term(const Variant& variant, const std::vector<Ball>& logits, const std::vector<bool>& hot);

}  // namespace yologold::bounds
