#include "images/draw.hpp"

#include <algorithm>
#include <cmath>

#include "images/font.hpp"

namespace yologold {

Colour colour_of(int class_id) {
  constexpr std::array<Colour, 12> colours = {{{230, 25, 75},
                                               {60, 180, 75},
                                               {0, 130, 200},
                                               {255, 225, 25},
                                               {245, 130, 48},
                                               {145, 30, 180},
                                               {70, 240, 240},
                                               {240, 50, 230},
                                               {210, 245, 60},
                                               {250, 190, 212},
                                               {0, 128, 128},
                                               {170, 110, 40}}};
  return colours[static_cast<std::size_t>(std::max(0, class_id)) % colours.size()];
}

void fill(Image& image, int left, int top, int width, int height, const Colour& colour) {
  for (int y = std::max(0, top); y < std::min(image.height, top + height); ++y)
    for (int x = std::max(0, left); x < std::min(image.width, left + width); ++x) std::copy(colour.begin(), colour.end(), image.at(x, y));
}

void draw_text(Image& image, int left, int top, int dot, const Colour& colour, const std::string& text) {
  for (const char c : text) {
    const auto& glyph = glyphs[static_cast<std::size_t>(c < ' ' || c > '~' ? '?' - ' ' : c - ' ')];
    for (int x = 0; x < glyph_width; ++x)
      for (int y = 0; y < glyph_height; ++y)
        if (glyph[static_cast<std::size_t>(x)] >> y & 1) fill(image, left + x * dot, top + y * dot, dot, dot, colour);
    left += (glyph_width + 1) * dot;
  }
}

void draw_box(Image& image, double left, double top, double right, double bottom, const Colour& colour, const std::string& label) {
  // Keep to the picture, whatever the numbers are.
  const auto inside = [](double value, int size) { return std::isnan(value) ? 0 : static_cast<int>(std::lround(std::clamp(value, 0.0, double(size)))); };
  const int x = inside(left, image.width), y = inside(top, image.height);
  const int width = inside(right, image.width) - x, height = inside(bottom, image.height) - y;

  // Draw the frame.
  const int dot = 1 + std::max(image.width, image.height) / 800, thickness = dot;
  fill(image, x, y, width, thickness, colour);
  fill(image, x, y + height - thickness, width, thickness, colour);
  fill(image, x, y, thickness, height, colour);
  fill(image, x + width - thickness, y, thickness, height, colour);

  // Write on a bar of the same colour, dark on light or light on dark.
  if (label.empty()) return;
  const int bar_width = ((glyph_width + 1) * static_cast<int>(label.size()) + 1) * dot, bar_height = (glyph_height + 2) * dot;
  const int bar_x = std::clamp(x, 0, std::max(0, image.width - bar_width)), bar_y = y >= bar_height ? y - bar_height : y;
  const bool light = 299 * colour[0] + 587 * colour[1] + 114 * colour[2] > 128000;
  fill(image, bar_x, bar_y, bar_width, bar_height, colour);
  draw_text(image, bar_x + dot, bar_y + dot, dot, light ? Colour{0, 0, 0} : Colour{255, 255, 255}, label);
}

}  // namespace yologold
