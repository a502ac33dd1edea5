#include "images/jpeg.hpp"
#include "files/helpers.hpp"
#include "images/jpeg_errors.hpp"
#include "images/read_image.hpp"
#include "images/write_image.hpp"
#include "support/catch.hpp"

using namespace yologold;
using Catch::Matchers::Contains;

namespace {

/// A JPEG of one colour in another colour space.
std::vector<std::byte> make_jpeg(J_COLOR_SPACE space, const std::vector<std::uint8_t>& colour, int side, bool adobe) {
  JpegErrors errors;
  jpeg_compress_struct info{};
  info.err = &errors.base;
  jpeg_create_compress(&info);
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &memory, &size);
  info.image_width = info.image_height = static_cast<JDIMENSION>(side);
  info.input_components = static_cast<int>(colour.size());
  info.in_color_space = space;
  jpeg_set_defaults(&info);
  info.write_Adobe_marker = adobe;
  jpeg_set_quality(&info, 100, TRUE);
  jpeg_start_compress(&info, TRUE);
  std::vector<std::uint8_t> row;
  for (int x = 0; x < side; ++x) row.insert(row.end(), colour.begin(), colour.end());
  for (int y = 0; y < side; ++y) {
    JSAMPROW line = row.data();
    jpeg_write_scanlines(&info, &line, 1);
  }
  jpeg_finish_compress(&info);
  const auto* first = reinterpret_cast<const std::byte*>(memory);
  std::vector<std::byte> bytes(first, first + size);
  jpeg_destroy_compress(&info);
  std::free(memory);
  return bytes;
}

void check_first_pixel(const Image& image, int red, int green, int blue) {
  CHECK(std::abs(image.at(0, 0)[0] - red) <= 2);
  CHECK(std::abs(image.at(0, 0)[1] - green) <= 2);
  CHECK(std::abs(image.at(0, 0)[2] - blue) <= 2);
}

Image waves() {
  Image image(64, 48);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      for (int c = 0; c < 3; ++c) image.at(x, y)[c] = static_cast<std::uint8_t>(128 + (x * (c + 2) + y * 3) % 60);
  return image;
}

}  // namespace

TEST_CASE("grey and CMYK JPEG become RGB") {
  check_first_pixel(decode_image(make_jpeg(JCS_GRAYSCALE, {90}, 16, false), "grey"), 90, 90, 90);
  // Inks: cyan 0, magenta 51, yellow 102, black 0 of 255; Adobe's marker means inverted values.
  check_first_pixel(decode_image(make_jpeg(JCS_CMYK, {255, 204, 153, 255}, 16, true), "adobe"), 255, 204, 153);
  check_first_pixel(decode_image(make_jpeg(JCS_CMYK, {0, 51, 102, 0}, 16, false), "plain"), 255, 204, 153);
}

TEST_CASE("pictures are known by their content, whatever their name says") {
  const Scratch scratch;
  const Image image = waves();
  write_image(scratch / "a.png", image);
  write_image(scratch / "b.JPG", image);
  std::filesystem::rename(scratch / "a.png", scratch / "really-png.jpeg");
  std::filesystem::rename(scratch / "b.JPG", scratch / "really-jpeg.PNG");
  CHECK(read_image(scratch / "really-png.jpeg") == image);
  const Image lossy = read_image(scratch / "really-jpeg.PNG");
  REQUIRE(lossy.pixels.size() == image.pixels.size());
  CHECK(lossy != image);
  const PictureHeader header = read_picture_header(scratch / "really-jpeg.PNG");
  CHECK(header.width() == 64);
  CHECK(header.height() == 48);
}

TEST_CASE("a JPEG cut off anywhere is an Error that names it, never a crash") {
  const auto bytes = encode_jpeg(waves(), 90, "memory");
  for (std::size_t size = 0; size + 2 < bytes.size(); size += 53) {
    INFO("cut at " << size);
    CHECK_THAT(fault_of([&] { decode_image(Bytes(bytes).first(size), "cut.jpg"); }), Contains("cut.jpg"));
  }
}

TEST_CASE("a JPEG with a changed byte is refused or read, never a crash") {
  const auto whole = encode_jpeg(waves(), 90, "memory");
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    auto bytes = whole;
    bytes[at] ^= std::byte{0x55};
    std::size_t size = 1;
    const std::string fault = fault_of([&] { size = decode_image(bytes, "changed.jpg").pixels.size(); });
    CHECK((fault.empty() ? size > 0 : fault.starts_with("changed.jpg: ")));
  }
}

TEST_CASE("what is no picture, empty or missing is an Error that names it") {
  const Scratch scratch;
  const auto fault = [&](const std::string& text) { return fault_of([&] { decode_image(bytes_of_text(text), "odd.jpg"); }); };
  CHECK_THAT(fault("GIF89a........"), Contains("odd.jpg: is not a picture that can be read; allowed: JPEG, PNG"));
  CHECK_THAT(fault(""), Contains("odd.jpg: is empty"));
  CHECK_THAT(fault_of([&] { read_image(scratch / "none.png"); }), Contains("none.png"));
  CHECK_THAT(fault_of([&] { write_image(scratch / "a.bmp", Image(1, 1)); }), Contains("allowed: a name that ends in .png"));
}
