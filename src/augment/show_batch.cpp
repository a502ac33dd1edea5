#include "augment/show_batch.hpp"

#include <algorithm>
#include <cmath>

#include "images/draw.hpp"

namespace yologold {
namespace {

constexpr int gap = 4;

Image image_of(const Batch& batch, int index) {
  Image image(batch.w, batch.h);
  const std::size_t count = image.pixels.size() / 3;
  const float* planes = batch.images.data() + static_cast<std::size_t>(index) * image.pixels.size();
  for (std::size_t i = 0; i < image.pixels.size(); ++i)
    image.pixels[i] = static_cast<std::uint8_t>(std::clamp(planes[i % 3 * count + i / 3] * 255.0F + 0.5F, 0.0F, 255.0F));
  return image;
}

void draw_truth(Image& image, const Truth& truth, const std::vector<std::string>& classes) {
  const auto id = static_cast<std::size_t>(truth.class_id);
  std::string label = id < classes.size() ? classes[id] : std::to_string(truth.class_id);
  if (truth.weight != 1) label += " " + std::to_string(static_cast<int>(std::lround(truth.weight * 100))) + "%";
  const Colour colour = truth.ignore ? Colour{160, 160, 160} : colour_of(truth.class_id);
  draw_box(image, (truth.cx - truth.w / 2) * image.width, (truth.cy - truth.h / 2) * image.height, (truth.cx + truth.w / 2) * image.width,
           (truth.cy + truth.h / 2) * image.height, colour, label);
}

}  // namespace

Image show_batch(const Batch& batch, const std::vector<std::string>& classes) {
  const int columns = std::max(1, static_cast<int>(std::ceil(std::sqrt(batch.n)))), rows = std::max(1, (batch.n + columns - 1) / columns);
  Image sheet(columns * (batch.w + gap) + gap, rows * (batch.h + gap) + gap, 255);
  for (int index = 0; index < batch.n; ++index) {
    Image image = image_of(batch, index);
    for (const Truth& truth : batch.truths[static_cast<std::size_t>(index)]) draw_truth(image, truth, classes);
    const int x = gap + index % columns * (batch.w + gap), y = gap + index / columns * (batch.h + gap);
    for (int row = 0; row < batch.h; ++row) std::copy_n(image.at(0, row), static_cast<std::size_t>(batch.w) * 3, sheet.at(x, y + row));
  }
  return sheet;
}

}  // namespace yologold
