#pragma once
#include "images/resample.hpp"

namespace yologold {

/// How a picture fills a canvas of another aspect: distorted, or whole between grey bars.
enum class Fit { stretch, letterbox };

/// Where a point of a picture comes to lie on a canvas, both as fractions of their sizes: canvas = shift + scale * picture.
struct Placement {
  double scale_x = 1, scale_y = 1, shift_x = 0, shift_y = 0;

  double to_canvas_x(double x) const { return shift_x + scale_x * x; }
  double to_canvas_y(double y) const { return shift_y + scale_y * y; }
  double to_picture_x(double x) const { return (x - shift_x) / scale_x; }
  double to_picture_y(double y) const { return (y - shift_y) / scale_y; }
};

/// Where a picture of width x height comes to lie on a canvas.
Placement place(Fit fit, int width, int height, int canvas_width, int canvas_height);

/// The picture on a canvas, placed as `place` says; the bars are `no_picture`.
Image fit_image(Fit fit, const Image& picture, int canvas_width, int canvas_height);

/// The values [3, height, width] of a picture, 0..1, planes red, green, blue.
void write_planes(const Image& image, float* planes);

}  // namespace yologold
