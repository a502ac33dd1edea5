#pragma once
#include <array>
#include <vector>

#include "data/random.hpp"
#include "images/draw.hpp"

namespace yologold {

/// A drawn object. Its box is exact: the smallest around its outline.
struct Shape {
  enum Kind { circle, square, triangle } kind = circle;
  double x = 0, y = 0, radius = 0;             ///< centre and half size before turning, pixels
  std::vector<std::array<double, 2>> corners;  ///< of a polygon, clockwise; none for a circle
  double left = 0, top = 0, right = 0, bottom = 0;
  Colour colour{};

  bool covers(double px, double py) const;
};

/// A shape of a kind and half size around (0, 0), turned by up to about 15 degrees.
Shape make_shape(Shape::Kind kind, double radius, KeyedRandom& random);

/// Moves it so that its box starts at (left, top).
void move_to(Shape& shape, double left, double top);

/// Draws it with soft edges: 16 points a pixel.
void draw_shape(Image& image, const Shape& shape);

}  // namespace yologold
