#pragma once
#include <algorithm>
#include <optional>

#include "augment/make_batch.hpp"
#include "images/draw.hpp"

namespace yologold::test {

/// Colours that no bilinear mix with black or grey comes near.
inline constexpr std::array<Colour, 4> paints = {{{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 0}}};

/// A black picture with one solid rectangle, labelled with the class that is its paint.
inline LabelledImage painted(int width, int height, const Area& area, int class_id) {
  LabelledImage picture{Image(width, height), {}};
  fill(picture.image, area.x, area.y, area.width, area.height, paints[static_cast<std::size_t>(class_id)]);
  picture.truths.push_back({(area.x + area.width / 2.0) / width, (area.y + area.height / 2.0) / height, static_cast<double>(area.width) / width,
                            static_cast<double>(area.height) / height, class_id});
  return picture;
}

/// The edges of the pixels of a paint, in pixels; nothing where there are none.
inline std::optional<Edges> find_paint(const Image& image, int class_id) {
  const Colour& paint = paints[static_cast<std::size_t>(class_id)];
  Edges found{1e9, 1e9, 0, 0};
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      int distance = 0;
      for (std::size_t c = 0; c < 3; ++c) distance += std::abs(image.at(x, y)[c] - paint[c]);
      if (distance > 120) continue;
      found = {std::min<double>(found.left, x), std::min<double>(found.top, y), std::max<double>(found.right, x + 1), std::max<double>(found.bottom, y + 1)};
    }
  return found.right > 0 ? std::optional(found) : std::nullopt;
}

/// Whether a truth's box is the box around the pixels, to `slack` pixels.
inline bool fits(const Truth& truth, const Edges& pixels, const Image& image, double slack = 1.5) {
  const Edges box = edges_of(truth);
  return std::abs(box.left * image.width - pixels.left) <= slack && std::abs(box.right * image.width - pixels.right) <= slack &&
         std::abs(box.top * image.height - pixels.top) <= slack && std::abs(box.bottom * image.height - pixels.bottom) <= slack;
}

/// A data set of drawn pictures: sample i is a rectangle of paint i % 4.
inline DataSet painted_set(std::size_t count) {
  DataSet set;
  set.name = "painted";
  set.classes = {"red", "green", "blue", "yellow"};
  const auto draw = [](std::size_t i) {
    const int k = static_cast<int>(i);
    return painted(90 + k % 7, 70 + k % 5, {10 + k % 11, 12 + k % 9, 40, 30}, k % 4);
  };
  for (std::size_t i = 0; i < count; ++i) {
    set.samples.push_back({"painted/" + std::to_string(i), 90, 70, draw(i).truths});
    set.splits["train"].push_back(i);
  }
  set.draw = [draw](std::size_t i) { return draw(i).image; };
  return set;
}

}  // namespace yologold::test
