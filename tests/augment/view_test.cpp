#include "augment/view.hpp"

#include "augment/colour_jitter.hpp"
#include "augment/painted.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

LabelledImage draw(const LabelledImage& source, const AugmentOptions& options, KeyedRandom random, int width = 160, int height = 128) {
  LabelledImage canvas{Image(width, height), {}};
  draw_window(source, choose_window(options, source.image, width, height, random), {0, 0, width, height}, options.least_visible, canvas);
  return canvas;
}

}  // namespace

TEST_CASE("with everything off a picture is resized and its box stays") {
  const LabelledImage source = painted(200, 100, {20, 10, 60, 50}, 0), drawn = draw(source, {}, KeyedRandom{1});
  CHECK(drawn.image == resize(source.image, 160, 128));
  REQUIRE(drawn.truths.size() == 1);
  CHECK(drawn.truths[0].cx == Approx(source.truths[0].cx));
  CHECK(drawn.truths[0].h == Approx(source.truths[0].h));
}

TEST_CASE("flips mirror pixels and boxes, each with its own probability") {
  const LabelledImage source = painted(200, 100, {20, 10, 60, 50}, 0);
  AugmentOptions options;
  options.flip_horizontal = 1;
  LabelledImage drawn = draw(source, options, KeyedRandom{1});
  CHECK(drawn.truths.at(0).cx == Approx(1 - source.truths[0].cx));
  CHECK(drawn.truths.at(0).cy == Approx(source.truths[0].cy));
  CHECK(fits(drawn.truths[0], *find_paint(drawn.image, 0), drawn.image));
  options.flip_horizontal = 0;
  options.flip_vertical = 1;
  drawn = draw(source, options, KeyedRandom{1});
  CHECK(drawn.truths.at(0).cx == Approx(source.truths[0].cx));
  CHECK(drawn.truths.at(0).cy == Approx(1 - source.truths[0].cy));
  CHECK(fits(drawn.truths[0], *find_paint(drawn.image, 0), drawn.image));
  options.flip_horizontal = 0.25;
  options.flip_vertical = 0;
  int flipped = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    KeyedRandom random{seed};
    flipped += choose_window(options, source.image, 100, 100, random).mirror_x;
  }
  CHECK(std::abs(flipped - 250) < 60);
}

TEST_CASE("jitter, scale, flips and letterbox together: boxes follow pixels, cut ones are clipped, those of which too little is left are gone") {
  AugmentOptions options;
  options.jitter = 0.4;
  options.smallest_scale = 0.5;
  options.largest_scale = 2;
  options.flip_horizontal = options.flip_vertical = 0.5;
  options.fit = GENERATE(Fit::stretch, Fit::letterbox);
  int kept = 0, clipped = 0, dropped = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    INFO("seed " << seed);
    KeyedRandom random{seed, 2};
    const LabelledImage source = painted(200, 100, {static_cast<int>(random.below(120)), static_cast<int>(random.below(50)), 60, 40}, 0);
    KeyedRandom again = random;
    const Window window = choose_window(options, source.image, 160, 128, again);
    const LabelledImage drawn = draw(source, options, random);

    // The share that must be in sight, from the window itself.
    const Edges box = edges_of(source.truths[0]);
    const auto share = [](double low, double high, double start, double length) {
      return std::max(0.0, std::min(high, start + length) - std::max(low, start)) / (high - low);
    };
    const double visible =
        share(box.left * 200, box.right * 200, window.left, window.width) * share(box.top * 100, box.bottom * 100, window.top, window.height);
    CHECK(drawn.truths.size() == (visible >= options.least_visible ? 1U : 0U));
    if (drawn.truths.empty()) {
      ++dropped;
      continue;
    }
    ++kept;
    clipped += visible < 1;
    const auto pixels = find_paint(drawn.image, 0);
    REQUIRE(pixels);
    CHECK(fits(drawn.truths[0], *pixels, drawn.image, 2.5));
  }
  CHECK((kept > 50 && clipped > 20 && dropped > 0));
}

TEST_CASE("a letterboxed picture keeps its aspect") {
  AugmentOptions options;
  options.fit = Fit::letterbox;
  const LabelledImage drawn = draw(painted(200, 100, {50, 25, 50, 50}, 0), options, KeyedRandom{1}, 128, 128);
  const auto pixels = find_paint(drawn.image, 0);
  REQUIRE(pixels);
  CHECK(std::abs((pixels->right - pixels->left) - (pixels->bottom - pixels->top)) <= 1);
  CHECK(fits(drawn.truths.at(0), *pixels, drawn.image));
}

TEST_CASE("colours move as HSV says") {
  const auto shifted = [](const Colour& colour, const ColourShift& shift) {
    Image image(1, 1);
    fill(image, 0, 0, 1, 1, colour);
    shift_colours(image, {0, 0, 1, 1}, shift);
    return Colour{image.pixels[0], image.pixels[1], image.pixels[2]};
  };
  CHECK(shifted({200, 100, 50}, {0, 1, 1}) == Colour{200, 100, 50});
  // A third of a turn: red -> green -> blue -> red.
  CHECK(shifted({255, 0, 0}, {1.0 / 3, 1, 1}) == Colour{0, 255, 0});
  CHECK(shifted({200, 100, 50}, {1.0 / 3, 1, 1}) == Colour{50, 200, 100});
  CHECK(shifted({200, 100, 50}, {-1.0 / 3, 1, 1}) == Colour{100, 50, 200});
  // Saturation 0.75 -> 0.375: the lowest channel is v (1 - s).
  CHECK(shifted({200, 50, 50}, {0, 0.5, 1}) == Colour{200, 125, 125});
  CHECK(shifted({200, 100, 50}, {0, 1, 0.5}) == Colour{100, 50, 25});
  CHECK(shifted({200, 50, 50}, {0, 1, 9}) == Colour{255, 64, 64});
  CHECK(shifted({90, 90, 90}, {0.3, 2, 1}) == Colour{90, 90, 90});
}

TEST_CASE("colour factors stay within their limits, on both sides of 1") {
  AugmentOptions options;
  options.hue = 0.1;
  options.saturation = 1.5;
  options.exposure = 2;
  int up = 0;
  KeyedRandom random{3};
  for (int trial = 0; trial < 400; ++trial) {
    const ColourShift shift = choose_colour_shift(options, random);
    CHECK((std::abs(shift.hue) <= 0.1 && shift.saturation <= 1.5 && shift.saturation >= 1 / 1.5 && shift.value <= 2 && shift.value >= 0.5));
    up += shift.value > 1;
  }
  CHECK(std::abs(up - 200) < 60);
}
