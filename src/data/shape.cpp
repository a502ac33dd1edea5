#include "data/shape.hpp"

#include <algorithm>
#include <cmath>

namespace yologold {

bool Shape::covers(double px, double py) const {
  if (corners.empty()) return (px - x) * (px - x) + (py - y) * (py - y) <= radius * radius;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const auto &a = corners[i], &b = corners[(i + 1) % corners.size()];
    if ((b[0] - a[0]) * (py - a[1]) - (b[1] - a[1]) * (px - a[0]) < 0) return false;
  }
  return true;
}

Shape make_shape(Shape::Kind kind, double radius, KeyedRandom& random) {
  Shape shape;
  shape.kind = kind;
  shape.radius = radius;

  // A rotation by half-angle tangent t, from arithmetic alone: the same bits everywhere.
  const double t = random.uniform(-0.13, 0.13), cosine = (1 - t * t) / (1 + t * t), sine = 2 * t / (1 + t * t);
  using Corners = std::vector<std::array<double, 2>>;
  if (kind == Shape::square) shape.corners = Corners{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
  if (kind == Shape::triangle) shape.corners = Corners{{0, -1}, {1, 1}, {-1, 1}};
  for (auto& corner : shape.corners) corner = {radius * (cosine * corner[0] - sine * corner[1]), radius * (sine * corner[0] + cosine * corner[1])};

  // Its box.
  shape.left = shape.top = kind == Shape::circle ? -radius : radius;
  shape.right = shape.bottom = kind == Shape::circle ? radius : -radius;
  for (const auto& corner : shape.corners) {
    shape.left = std::min(shape.left, corner[0]);
    shape.right = std::max(shape.right, corner[0]);
    shape.top = std::min(shape.top, corner[1]);
    shape.bottom = std::max(shape.bottom, corner[1]);
  }
  return shape;
}

void move_to(Shape& shape, double left, double top) {
  const double dx = left - shape.left, dy = top - shape.top;
  shape.x += dx;
  shape.y += dy;
  for (auto& corner : shape.corners) corner = {corner[0] + dx, corner[1] + dy};
  shape.left += dx;
  shape.right += dx;
  shape.top += dy;
  shape.bottom += dy;
}

void draw_shape(Image& image, const Shape& shape) {
  constexpr int grid = 4;
  const int last_x = std::min(image.width, static_cast<int>(std::ceil(shape.right))),
            last_y = std::min(image.height, static_cast<int>(std::ceil(shape.bottom)));
  for (int y = std::max(0, static_cast<int>(shape.top)); y < last_y; ++y)
    for (int x = std::max(0, static_cast<int>(shape.left)); x < last_x; ++x) {
      int hits = 0;
      for (int row = 0; row < grid; ++row)
        for (int column = 0; column < grid; ++column) hits += shape.covers(x + (column + 0.5) / grid, y + (row + 0.5) / grid);
      std::uint8_t* pixel = image.at(x, y);
      for (std::size_t c = 0; c < 3; ++c)
        pixel[c] = static_cast<std::uint8_t>((hits * shape.colour[c] + (grid * grid - hits) * pixel[c] + grid * grid / 2) / (grid * grid));
    }
}

}  // namespace yologold
