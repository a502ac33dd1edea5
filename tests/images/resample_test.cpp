#include "images/draw.hpp"
#include "images/fit.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

/// The box around the pixels of a colour.
struct Found {
  int left = 1 << 20, top = 1 << 20, right = 0, bottom = 0;
};

Found find_colour(const Image& image, const Colour& colour) {
  Found found;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      if (std::equal(colour.begin(), colour.end(), image.at(x, y))) {
        found.left = std::min(found.left, x);
        found.top = std::min(found.top, y);
        found.right = std::max(found.right, x + 1);
        found.bottom = std::max(found.bottom, y + 1);
      }
  return found;
}

constexpr Colour red{255, 0, 0};

}  // namespace

TEST_CASE("a picture at its own size stays as it is, also mirrored twice") {
  Image image(7, 5);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = static_cast<std::uint8_t>(i * 37);
  Image same(7, 5), once(7, 5), twice(7, 5);
  resample(image, {0, 0, 7, 5}, same, {0, 0, 7, 5});
  CHECK(same == image);
  resample(image, {0, 0, 7, 5, true, true}, once, {0, 0, 7, 5});
  CHECK(once != image);
  resample(once, {0, 0, 7, 5, true, true}, twice, {0, 0, 7, 5});
  CHECK(twice == image);
}

TEST_CASE("a picture half as large has the means of four pixels' neighbourhoods, one twice as large lies between its pixels") {
  Image two(2, 1);
  std::fill_n(two.at(1, 0), 3, std::uint8_t{200});
  const Image four = resize(two, 4, 1);
  // Centres at 0.25, 0.75, 1.25, 1.75 of pixels at 0.5 and 1.5.
  CHECK(four.at(0, 0)[0] == 0);
  CHECK(four.at(1, 0)[0] == 50);
  CHECK(four.at(2, 0)[0] == 150);
  CHECK(four.at(3, 0)[0] == 200);
  CHECK(resize(two, 1, 1).at(0, 0)[0] == 100);
}

TEST_CASE("where a picture shrinks no pixel is lost: thin lines become grey, none vanishes") {
  Image stripes(64, 64);
  for (int x = 3; x < 64; x += 8) fill(stripes, x, 0, 1, 64, {240, 240, 240});
  for (const std::uint8_t value : resize(stripes, 8, 8).pixels) CHECK(std::abs(value - 240 / 8) <= 4);
}

TEST_CASE("a letterboxed rectangle is where the placement says, and the bars are grey") {
  Image image(200, 100);
  fill(image, 40, 20, 80, 60, red);
  const Image canvas = fit_image(Fit::letterbox, image, 100, 100);
  const Placement placement = place(Fit::letterbox, 200, 100, 100, 100);
  const Found found = find_colour(canvas, red);
  CHECK(std::abs(found.left - 100 * placement.to_canvas_x(0.2)) <= 1);
  CHECK(std::abs(found.right - 100 * placement.to_canvas_x(0.6)) <= 1);
  CHECK(std::abs(found.top - 100 * placement.to_canvas_y(0.2)) <= 1);
  CHECK(std::abs(found.bottom - 100 * placement.to_canvas_y(0.8)) <= 1);
  CHECK(placement.to_picture_y(placement.to_canvas_y(0.3)) == Approx(0.3));
  CHECK(find_colour(canvas, {no_picture, no_picture, no_picture}).bottom == 100);
  CHECK(canvas.at(50, 24)[0] == no_picture);
  CHECK(canvas.at(1, 26)[0] == 0);
}

TEST_CASE("a box frames its pixels and leaves the inside alone, with any numbers") {
  Image image(60, 60);
  draw_box(image, 10, 20, 40, 50, red, "");
  const Found found = find_colour(image, red);
  CHECK((found.left == 10 && found.top == 20 && found.right == 40 && found.bottom == 50));
  CHECK(image.at(20, 30)[0] == 0);
  const double nan = std::nan("");
  draw_box(image, nan, -1e300, 1e300, nan, red, "\xc3\xa4 long label that leaves the picture");
  CHECK(image.pixels.size() == 60 * 60 * 3);
}

TEST_CASE("text is drawn dot by dot") {
  Image image(6, 7);
  draw_text(image, 0, 0, 1, red, "T");
  const std::string bar(5, '#'), stem = "  #  ";
  for (int y = 0; y < 7; ++y) {
    std::string row;
    for (int x = 0; x < 5; ++x) row += image.at(x, y)[0] ? '#' : ' ';
    CHECK(row == (y == 0 ? bar : stem));
  }
}
