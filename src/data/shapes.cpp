#include "data/shapes.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "data/shape.hpp"
#include "json/fields.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

enum ShapePurpose : std::uint64_t { placing = 0x504c414345, painting = 0x5041494e54 };

Colour random_colour(KeyedRandom& random) {
  Colour colour;
  for (auto& channel : colour) channel = static_cast<std::uint8_t>(random.below(256));
  return colour;
}

int distance(const Colour& a, const Colour& b) { return std::abs(a[0] - b[0]) + std::abs(a[1] - b[1]) + std::abs(a[2] - b[2]); }

/// The share of the smaller of two boxes that the other covers.
double overlap(const Shape& a, const Shape& b) {
  const double w = std::min(a.right, b.right) - std::max(a.left, b.left), h = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  const auto area = [](const Shape& s) { return (s.right - s.left) * (s.bottom - s.top); };
  return w > 0 && h > 0 ? w * h / std::min(area(a), area(b)) : 0;
}

struct Scene {
  Colour ground{};
  std::vector<Shape> shapes;  ///< later ones lie above
};

/// What a picture shows: 1 to `most` objects, none hidden by more than about a third.
Scene make_scene(const ShapesOptions& options, std::size_t index) {
  constexpr double most_overlap = 0.35;
  constexpr int attempts = 20, least_contrast = 150;
  KeyedRandom random{options.seed, index, placing};
  Scene scene;
  scene.ground = random_colour(random);
  const std::size_t count = 1 + random.below(static_cast<std::size_t>(options.most));
  const double side = std::min(options.width, options.height);
  for (std::size_t object = 0; object < count; ++object)
    for (int attempt = 0; attempt < attempts; ++attempt) {
      const auto kind = static_cast<Shape::Kind>(random.below(3));
      Shape shape = make_shape(kind, side * random.uniform(options.smallest, options.largest) / 2, random);
      const double room_x = options.width - (shape.right - shape.left), room_y = options.height - (shape.bottom - shape.top);
      move_to(shape, random.uniform() * room_x, random.uniform() * room_y);
      shape.colour = random_colour(random);
      const auto crosses = [&](const Shape& other) { return overlap(shape, other) > most_overlap; };
      const bool fits = room_x > 0 && room_y > 0 && distance(shape.colour, scene.ground) >= least_contrast;
      if (!fits || std::any_of(scene.shapes.begin(), scene.shapes.end(), crosses)) continue;
      scene.shapes.push_back(std::move(shape));
      break;
    }
  return scene;
}

std::uint8_t channel(double value) { return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0)); }

void draw_line(Image& image, KeyedRandom& random) {
  const Colour colour = random_colour(random);
  const double x0 = random.uniform() * image.width, y0 = random.uniform() * image.height;
  const double dx = random.uniform() * image.width - x0, dy = random.uniform() * image.height - y0;
  const int steps = 2 * std::max(image.width, image.height);
  for (int i = 0; i < steps; ++i) fill(image, static_cast<int>(x0 + dx * i / steps), static_cast<int>(y0 + dy * i / steps), 1, 1, colour);
}

Image paint(const ShapesOptions& options, std::size_t index) {
  constexpr double noise = 14, slope = 50;
  constexpr int lines = 4;
  const Scene scene = make_scene(options, index);
  KeyedRandom random{options.seed, index, painting};

  // A ground that gets lighter in some direction, with thin lines.
  Image image(options.width, options.height);
  const double right = random.uniform(-slope, slope), down = random.uniform(-slope, slope);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      for (std::size_t c = 0; c < 3; ++c)
        image.at(x, y)[c] =
            channel(scene.ground[c] + right * (static_cast<double>(x) / image.width - 0.5) + down * (static_cast<double>(y) / image.height - 0.5));
  for (int i = 0; i < lines; ++i) draw_line(image, random);

  // The objects, then noise over all.
  for (const Shape& shape : scene.shapes) draw_shape(image, shape);
  for (auto& value : image.pixels) value = channel(value + random.uniform(-noise, noise));
  return image;
}

Sample make_sample(const ShapesOptions& options, std::size_t index) {
  Sample sample{"shapes/" + std::to_string(index), options.width, options.height, {}};
  for (const Shape& shape : make_scene(options, index).shapes)
    sample.truths.push_back({(shape.left + shape.right) / 2 / options.width, (shape.top + shape.bottom) / 2 / options.height,
                             (shape.right - shape.left) / options.width, (shape.bottom - shape.top) / options.height, static_cast<std::int32_t>(shape.kind)});
  return sample;
}

}  // namespace

ShapesOptions read_shapes_options(const Json& value, const Place& place) {
  ShapesOptions options;
  Fields<Json> fields(value, place);
  const auto whole = [&](const char* key, int& target, int low, int high) {
    if (fields.find(key)) target = static_cast<int>(fields.whole(key, low, high));
  };
  whole("train", options.train, 1, 1000000);
  whole("val", options.val, 0, 1000000);
  whole("width", options.width, 16, 4096);
  whole("height", options.height, 16, 4096);
  whole("most", options.most, 1, 100);
  options.smallest = fields.number("smallest", options.smallest);
  options.largest = fields.number("largest", options.largest);
  if (fields.find("seed")) options.seed = static_cast<std::uint64_t>(fields.whole("seed", 0, std::int64_t{1} << 53));
  fields.finish();
  if (!(options.smallest > 0 && options.smallest <= options.largest && options.largest <= 0.7))
    throw Error(place.str(), "smallest and largest do not fit", "0 < smallest <= largest <= 0.7");
  return options;
}

DataSet make_shapes(const ShapesOptions& options) {
  DataSet set;
  set.name = set.format = "shapes";
  set.classes = {"circle", "square", "triangle"};
  const auto train = static_cast<std::size_t>(options.train), all = train + static_cast<std::size_t>(options.val);
  for (std::size_t index = 0; index < all; ++index) {
    set.samples.push_back(make_sample(options, index));
    set.splits[index < train ? "train" : "val"].push_back(index);
  }
  set.draw = [options](std::size_t index) { return paint(options, index); };
  return set;
}

}  // namespace yologold
