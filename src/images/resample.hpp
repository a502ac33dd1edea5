#pragma once
#include "images/image.hpp"

namespace yologold {

/// A part of a picture, in its pixels: left edge, top edge, size. It may reach beyond the picture.
struct Window {
  double left = 0, top = 0, width = 0, height = 0;
  bool mirror_x = false, mirror_y = false;
};

/// Whole pixels of a picture.
struct Area {
  int x = 0, y = 0, width = 0, height = 0;
};

/// The grey that stands where there is no picture (darknet: 0.5).
inline constexpr std::uint8_t no_picture = 128;

/// Draws a window of `source` into an area of `target`, mirrored where asked for: bilinear, and where the picture shrinks the triangle grows with the step,
/// so that every pixel counts. What lies beyond the source is `no_picture`. The area must lie inside the target.
void resample(const Image& source, const Window& window, Image& target, const Area& area);

/// The whole picture in another size.
Image resize(const Image& source, int width, int height);

}  // namespace yologold
