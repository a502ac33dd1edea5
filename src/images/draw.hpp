#pragma once
#include <array>
#include <string>

#include "images/image.hpp"

namespace yologold {

using Colour = std::array<std::uint8_t, 3>;  ///< red, green, blue

/// Colours that can be told apart, for classes 0, 1, 2, ...; they repeat after twelve.
Colour colour_of(int class_id);

/// Draws the frame of a box and its label on a bar above it (inside where there is no room above). Edges in pixels; what lies outside the picture is left out.
/// Bytes of the label beyond ASCII are drawn as '?'. The thickness grows with the picture.
void draw_box(Image& image, double left, double top, double right, double bottom, const Colour& colour, const std::string& label);

/// Fills the pixels of a rectangle that lie inside the picture.
void fill(Image& image, int left, int top, int width, int height, const Colour& colour);

/// Draws text with its upper left dot at (left, top), each dot `dot` pixels wide. Its width is 6 * dot * length, its height 7 * dot.
void draw_text(Image& image, int left, int top, int dot, const Colour& colour, const std::string& text);

}  // namespace yologold
