#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yologold {

/// A picture: RGB, 8 bits, interleaved, rows from top to bottom.
struct Image {
  int width = 0, height = 0;         ///< pixels
  std::vector<std::uint8_t> pixels;  ///< [height, width, 3]

  Image() = default;
  Image(int width, int height, std::uint8_t fill = 0)
      : width(width), height(height), pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, fill) {}

  /// The three bytes of a pixel inside the picture.
  std::uint8_t* at(int x, int y) { return pixels.data() + offset(x, y); }
  const std::uint8_t* at(int x, int y) const { return pixels.data() + offset(x, y); }

  bool operator==(const Image&) const = default;

 private:
  std::size_t offset(int x, int y) const { return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3; }
};

}  // namespace yologold
