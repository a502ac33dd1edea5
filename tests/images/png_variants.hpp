#pragma once
#include <png.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "files/bytes.hpp"

namespace yologold::test {

using PngSetup = void (*)(png_structp, png_infop);

/// A PNG of any colour type, from rows as libpng wants them.
inline std::vector<std::byte> make_png(int width, int height, int colour_type, int depth, const std::vector<std::uint8_t>& rows, PngSetup setup = nullptr) {
  std::vector<std::byte> bytes;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(
      png, &bytes,
      [](png_structp self, png_bytep data, png_size_t size) {
        auto& target = *static_cast<std::vector<std::byte>*>(png_get_io_ptr(self));
        const auto* first = reinterpret_cast<const std::byte*>(data);
        target.insert(target.end(), first, first + size);
      },
      nullptr);
  png_set_IHDR(png, info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height), depth, colour_type, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (setup) setup(png, info);
  png_write_info(png, info);
  const std::size_t stride = rows.size() / static_cast<std::size_t>(height);
  for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) png_write_row(png, rows.data() + y * stride);
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return bytes;
}

}  // namespace yologold::test
