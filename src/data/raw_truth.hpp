#pragma once
#include <optional>

#include "data/raw_set.hpp"
#include "images/orientation.hpp"
#include "yologold/truth.hpp"

namespace yologold {

/// What the numbers of a label file are relative to.
struct Frame {
  double width = 1, height = 1;  ///< of the picture, in the unit of the boxes
  Orientation turn;              ///< from the labels' picture to the upright one
};

/// A box in fractions of the upright picture, clipped to it; nothing, with a line in the report, where it can not be used.
/// @param classes  for every class of the raw set the final id, or -1
std::optional<Truth> make_truth(const RawBox& box, const Frame& frame, const std::vector<int>& classes, DataReport& report);

}  // namespace yologold
