#include "augment/cutmix.hpp"
#include "augment/mixup.hpp"
#include "augment/mosaic.hpp"
#include "augment/painted.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

TEST_CASE("mosaic: four pictures, each in its quadrant, with boxes that follow their pixels") {
  AugmentOptions options;
  options.jitter = 0.2;
  options.flip_horizontal = 0.5;
  options.flip_vertical = 0.5;
  std::array<int, 4> seen{};
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    INFO("seed " << seed);
    std::array<LabelledImage, 4> pictures;
    std::array<const LabelledImage*, 4> four{};
    for (std::size_t i = 0; i < 4; ++i) four[i] = &(pictures[i] = painted(180, 140, {40, 30, 100, 80}, static_cast<int>(i)));
    KeyedRandom random{seed, 9};
    const LabelledImage made = mosaic(options, four, 200, 160, random);
    for (const Truth& truth : made.truths) {
      const auto pixels = find_paint(made.image, truth.class_id);
      REQUIRE(pixels);
      CHECK(fits(truth, *pixels, made.image, 2.5));
      ++seen[static_cast<std::size_t>(truth.class_id)];
    }
    // Left of the cut are pictures 0 and 2, above it 0 and 1.
    for (int id = 0; id < 4; ++id) {
      const auto pixels = find_paint(made.image, id);
      if (!pixels) continue;
      CHECK((id % 2 == 0 ? pixels->right <= 160 : pixels->left >= 40));
      CHECK((id < 2 ? pixels->bottom <= 128 : pixels->top >= 32));
    }
  }
  for (const int count : seen) CHECK(count > 30);
}

TEST_CASE("mosaic: pictures too small for their quadrant meet at the cut, grey is outside") {
  AugmentOptions options;
  options.smallest_scale = options.largest_scale = 0.3;
  options.flip_horizontal = options.flip_vertical = 0.5;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    INFO("seed " << seed);
    std::array<LabelledImage, 4> pictures;
    std::array<const LabelledImage*, 4> four{};
    for (std::size_t i = 0; i < 4; ++i) four[i] = &(pictures[i] = painted(60, 60, {0, 0, 60, 60}, static_cast<int>(i)));
    KeyedRandom random{seed};
    const LabelledImage made = mosaic(options, four, 100, 100, random);
    const auto edges = [&](int id) { return find_paint(made.image, id).value_or(Edges{}); };
    CHECK((std::abs(edges(0).right - edges(1).left) <= 1 && std::abs(edges(2).right - edges(3).left) <= 1));
    CHECK((std::abs(edges(0).bottom - edges(2).top) <= 1 && std::abs(edges(1).bottom - edges(3).top) <= 1));
    CHECK(made.truths.size() == 4);
  }
}

TEST_CASE("CutMix: a patch of the other picture, uniform in area; boxes are what is left in sight") {
  double area = 0;
  int shrunk = 0, dropped = 0, pasted = 0;
  constexpr int trials = 300;
  for (std::uint64_t seed = 0; seed < trials; ++seed) {
    INFO("seed " << seed);
    LabelledImage image = painted(120, 100, {30, 30, 50, 40}, 0), other{Image(120, 100, 200), painted(120, 100, {20, 20, 60, 50}, 1).truths};
    fill(other.image, 20, 20, 60, 50, paints[1]);
    const LabelledImage before = image;
    KeyedRandom random{seed, 4};
    cutmix(image, other, 0.3, random);

    // Pixels of one or the other, nothing between.
    int foreign = 0, red = 0, green = 0, neither = 0;
    for (int y = 0; y < 100; ++y)
      for (int x = 0; x < 120; ++x) {
        const bool own = std::equal(image.image.at(x, y), image.image.at(x, y) + 3, before.image.at(x, y));
        const bool others = std::equal(image.image.at(x, y), image.image.at(x, y) + 3, other.image.at(x, y));
        neither += !own && !others;
        foreign += !own;
        red += image.image.at(x, y)[0] == 255 && image.image.at(x, y)[1] == 0;
        green += image.image.at(x, y)[1] == 255 && image.image.at(x, y)[0] == 0;
      }
    CHECK(neither == 0);
    area += foreign / (120.0 * 100);

    // Boxes of which 30 % of the pixels are left, around those pixels.
    const bool keeps_red = red >= 0.3 * 50 * 40, keeps_green = green >= 0.3 * 60 * 50;
    REQUIRE(image.truths.size() == static_cast<std::size_t>(keeps_red) + static_cast<std::size_t>(keeps_green));
    for (const Truth& truth : image.truths) CHECK(fits(truth, *find_paint(image.image, truth.class_id), image.image, 0.1));
    shrunk += keeps_red && red < 50 * 40;
    dropped += !keeps_red;
    pasted += keeps_green;
  }
  CHECK((shrunk > 20 && dropped > 20 && pasted > 20));
  // 1 - lambda is uniform, so its mean is a half; patches cut at the border make it less: about 0.28 of the picture for squares of side sqrt(u).
  CHECK(area / trials > 0.2);
  CHECK(area / trials < 0.4);
}

TEST_CASE("mixup: every pixel is the same blend, the objects of both stay with their share as weight") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    LabelledImage image{Image(10, 10, 200), painted(10, 10, {1, 1, 4, 4}, 0).truths};
    const LabelledImage other{Image(10, 10, 100), painted(10, 10, {5, 5, 4, 4}, 1).truths};
    KeyedRandom random{seed};
    mixup(image, other, 1.5, random);
    REQUIRE(image.truths.size() == 2);
    CHECK(image.truths[0].weight + image.truths[1].weight == Approx(1));
    CHECK(image.truths[1].class_id == 1);
    CHECK(image.truths[1].cx == other.truths[0].cx);
    for (const std::uint8_t value : image.image.pixels) CHECK(std::abs(value - (100 + 100 * image.truths[0].weight)) <= 0.51);
  }
}

TEST_CASE("the blend is drawn from Beta(alpha, alpha): mean 1/2, variance 1 / (4 (2 alpha + 1))") {
  const double alpha = GENERATE(0.2, 1.0, 1.5, 8.0);
  KeyedRandom random{11};
  constexpr int count = 20000;
  double sum = 0, squares = 0;
  for (int i = 0; i < count; ++i) {
    const double value = symmetric_beta(alpha, random);
    sum += value;
    squares += (value - 0.5) * (value - 0.5);
  }
  INFO("alpha " << alpha);
  CHECK(sum / count == Approx(0.5).margin(0.012));
  CHECK(squares / count == Approx(1 / (4 * (2 * alpha + 1))).epsilon(0.05));
}
