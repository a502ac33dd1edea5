#pragma once
#include <array>

#include "augment/view.hpp"

namespace yologold {

/// Four pictures in one, around a random cut between 20 and 80 % of width and height (Bochkovskiy et al. 2020, "YOLOv4", section 3.3 and figure 3).
/// Each quadrant shows a random part of its picture, at the size it would have alone; jitter, scale, flips and colours are drawn for each picture.
LabelledImage mosaic(const AugmentOptions& options, const std::array<const LabelledImage*, 4>& pictures, int width, int height, KeyedRandom& random);

}  // namespace yologold
