#pragma once
#include "evaluate/judged_picture.hpp"

namespace yologold {

/// The overlap of a detection and a truth in pixels of their picture.
struct PixelOverlap {
  double inter, detection, truth;  ///< areas

  double iou() const { return inter > 0 ? inter / (detection + truth - inter) : 0; }
  double of_detection() const { return inter > 0 ? inter / detection : 0; }  ///< for a crowd
};

/// @param inclusive  both corners belong to the box, so that every length is one pixel more
PixelOverlap overlap_in_pixels(const JudgedPicture& picture, const Detection& detection, const Truth& truth, bool inclusive);

/// The area of a truth, in square pixels.
double pixel_area(const JudgedPicture& picture, const Truth& truth);

/// The area of a detection, in square pixels.
double pixel_area(const JudgedPicture& picture, const Detection& detection);

}  // namespace yologold
