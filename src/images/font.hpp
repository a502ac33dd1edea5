#pragma once
#include <array>
#include <cstdint>

namespace yologold {

/// Letters of 5 x 7 dots, ASCII 32..126: five columns each, the lowest bit is the top row.
inline constexpr int glyph_width = 5, glyph_height = 7;
extern const std::array<std::array<std::uint8_t, glyph_width>, 95> glyphs;

}  // namespace yologold
