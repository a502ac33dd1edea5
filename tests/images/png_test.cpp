#include "files/helpers.hpp"
#include "images/png_variants.hpp"
#include "images/read_image.hpp"
#include "support/catch.hpp"

using namespace yologold;
using Catch::Matchers::Contains;
using test::make_png;
using Pixels = std::vector<std::uint8_t>;

namespace {

Pixels pixels(const std::vector<std::byte>& bytes) { return decode_image(bytes, "memory").pixels; }

}  // namespace

TEST_CASE("a grey PNG gives equal channels") { CHECK(pixels(make_png(2, 1, PNG_COLOR_TYPE_GRAY, 8, {10, 200})) == Pixels{10, 10, 10, 200, 200, 200}); }

TEST_CASE("a palette PNG gives its colours") {
  const auto bytes = make_png(2, 1, PNG_COLOR_TYPE_PALETTE, 8, {1, 0}, [](png_structp png, png_infop info) {
    const std::array<png_color, 2> palette = {{{1, 2, 3}, {40, 50, 60}}};
    png_set_PLTE(png, info, palette.data(), 2);
  });
  CHECK(pixels(bytes) == Pixels{40, 50, 60, 1, 2, 3});
}

TEST_CASE("transparent pixels of an RGBA PNG stand on white, opaque ones are kept") {
  CHECK(pixels(make_png(2, 1, PNG_COLOR_TYPE_RGB_ALPHA, 8, {9, 8, 7, 255, 9, 8, 7, 0})) == Pixels{9, 8, 7, 255, 255, 255});
}

TEST_CASE("a 16-bit PNG keeps its high bytes") { CHECK(pixels(make_png(1, 1, PNG_COLOR_TYPE_RGB, 16, {12, 12, 100, 100, 250, 250})) == Pixels{12, 100, 250}); }

TEST_CASE("a PNG cut off anywhere is an Error that names it, never a crash") {
  Pixels rows(48 * 48 * 3);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::uint8_t>(i * i % 251);
  const auto bytes = make_png(48, 48, PNG_COLOR_TYPE_RGB, 8, rows);
  constexpr std::size_t end_chunk = 12;
  for (std::size_t size = 0; size + end_chunk < bytes.size(); size += 97) {
    INFO("cut at " << size);
    CHECK_THAT(fault_of([&] { decode_image(Bytes(bytes).first(size), "cut.png"); }), Contains("cut.png"));
  }
}

TEST_CASE("a PNG with a changed byte is refused or read, never a crash") {
  const auto whole = make_png(16, 16, PNG_COLOR_TYPE_RGB, 8, Pixels(16 * 16 * 3, 77));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto bytes = whole;
    bytes[at] ^= std::byte{0x41};
    std::size_t size = 1;
    const std::string fault = fault_of([&] { size = decode_image(bytes, "changed.png").pixels.size(); });
    CHECK((fault.empty() ? size > 0 : fault.starts_with("changed.png: ")));
  }
}

TEST_CASE("a PNG that claims to be huge is refused before memory is taken") {
  const auto bytes = make_png(2, 1, PNG_COLOR_TYPE_GRAY, 1, {0});
  auto huge = make_png(1, 1, PNG_COLOR_TYPE_GRAY, 1, {0});
  CHECK_NOTHROW(decode_image(bytes, "small"));
  for (const std::size_t at : {16, 20}) huge[at + 1] = std::byte{0x7f};
  CHECK_THAT(fault_of([&] { decode_image(huge, "huge.png"); }), Contains("huge.png"));
}
