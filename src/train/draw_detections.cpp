#include "train/draw_detections.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "images/draw.hpp"

namespace yologold {
namespace {

void draw(Image& image, double cx, double cy, double w, double h, int class_id, const std::string& label) {
  const double wide = image.width, high = image.height;
  draw_box(image, (cx - w / 2) * wide, (cy - h / 2) * high, (cx + w / 2) * wide, (cy + h / 2) * high, colour_of(class_id), label);
}

std::string name_of(int class_id, const std::vector<std::string>& classes) {
  const auto at = static_cast<std::size_t>(class_id);
  return at < classes.size() ? classes[at] : std::to_string(class_id);
}

}  // namespace

void draw_detections(Image& image, std::span<const Detection> detections, const std::vector<std::string>& classes) {
  std::vector<Detection> order(detections.begin(), detections.end());
  std::ranges::stable_sort(order, {}, &Detection::score);
  for (const Detection& one : order)
    draw(image, one.box.cx, one.box.cy, one.box.w, one.box.h, one.class_id, fmt::format("{} {:.2f}", name_of(one.class_id, classes), one.score));
}

void draw_truths(Image& image, std::span<const Truth> truths, const std::vector<std::string>& classes) {
  for (const Truth& one : truths) draw(image, one.cx, one.cy, one.w, one.h, one.class_id, name_of(one.class_id, classes));
}

}  // namespace yologold
