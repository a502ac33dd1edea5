#pragma once
#include "augment/augment_options.hpp"
#include "data/random.hpp"
#include "images/image.hpp"

namespace yologold {

/// How colours move in HSV space.
struct ColourShift {
  double hue = 0;         ///< added, in turns, [-0.5, 0.5]
  double saturation = 1;  ///< factors
  double value = 1;
};

ColourShift choose_colour_shift(const AugmentOptions& options, KeyedRandom& random);

/// HSV distortion of the pixels of an area, as darknet does it: h + dh, s * fs, v * fv, clamped.
void shift_colours(Image& image, const Area& area, const ColourShift& shift);

}  // namespace yologold
