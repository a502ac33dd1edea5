#include "files/helpers.hpp"
#include "images/exif.hpp"
#include "images/png.hpp"
#include "images/png_variants.hpp"
#include "images/read_image.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

constexpr int block = 16;

/// Blocks of grey: 2 rows of 3.
Image blocks(const std::vector<std::vector<int>>& rows) {
  Image image(static_cast<int>(rows.front().size()) * block, static_cast<int>(rows.size()) * block);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      std::fill_n(image.at(x, y), 3, static_cast<std::uint8_t>(40 * rows[static_cast<std::size_t>(y / block)][static_cast<std::size_t>(x / block)]));
  return image;
}

/// How the upright picture lies in the file, by the words of EXIF 2.32: what the first row and the first column are.
std::vector<std::vector<int>> stored_as(int value) {
  switch (value) {
    case 1:
      return {{1, 2, 3}, {4, 5, 6}};  // row 0 top, column 0 left
    case 2:
      return {{3, 2, 1}, {6, 5, 4}};  // top, right
    case 3:
      return {{6, 5, 4}, {3, 2, 1}};  // bottom, right
    case 4:
      return {{4, 5, 6}, {1, 2, 3}};  // bottom, left
    case 5:
      return {{1, 4}, {2, 5}, {3, 6}};  // row 0 left, column 0 top
    case 6:
      return {{3, 6}, {2, 5}, {1, 4}};  // right, top
    case 7:
      return {{6, 3}, {5, 2}, {4, 1}};  // right, bottom
    default:
      return {{4, 1}, {5, 2}, {6, 3}};  // left, bottom
  }
}

}  // namespace

TEST_CASE("every EXIF orientation is turned upright") {
  const int value = GENERATE(1, 2, 3, 4, 5, 6, 7, 8);
  INFO("orientation " << value);
  const auto bytes = jpeg_with_orientation(blocks(stored_as(value)), value);
  CHECK(decode_image(bytes, "memory") == blocks({{1, 2, 3}, {4, 5, 6}}));
  const PictureHeader header = decode_picture_header(bytes, "memory");
  CHECK(header.width() == 3 * block);
  CHECK(header.height() == 2 * block);
}

TEST_CASE("a PNG's eXIf chunk turns it too") {
  const auto bytes = make_png(2, 1, PNG_COLOR_TYPE_GRAY, 8, {10, 200}, [](png_structp png, png_infop info) {
    std::string tiff = tiff_with_orientation(6);
    png_set_eXIf_1(png, info, static_cast<png_uint_32>(tiff.size()), reinterpret_cast<png_bytep>(tiff.data()));
  });
  const Image image = decode_image(bytes, "memory");
  CHECK(image.width == 1);
  CHECK(image.pixels == std::vector<std::uint8_t>{10, 10, 10, 200, 200, 200});
}

TEST_CASE("an orientation that means nothing and a damaged block change nothing") {
  for (const int value : {0, 9, 77}) CHECK(orientation_of(value) == Orientation{});
  const std::string whole = std::string("Exif\0\0", 6) + tiff_with_orientation(6);
  CHECK(read_orientation(bytes_of_text(whole)) == orientation_of(6));
  for (std::size_t size = 0; size < 20; ++size) CHECK(read_orientation(bytes_of_text(whole.substr(0, size))) == Orientation{});
}
