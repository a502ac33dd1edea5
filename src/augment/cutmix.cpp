#include "augment/cutmix.hpp"

#include <algorithm>
#include <cmath>

namespace yologold {
namespace {

/// Edges of boxes are rounded sums; edges of a patch are whole pixels.
constexpr double rounding = 1e-9;

bool up_to(double low, double high) { return low <= high + rounding; }

/// What remains of a box behind a patch: the smallest box around it.
Edges remainder(Edges box, const Edges& patch) {
  const bool left = up_to(patch.left, box.left), right = up_to(box.right, patch.right);
  const bool top = up_to(patch.top, box.top), bottom = up_to(box.bottom, patch.bottom);
  const bool columns = left && right, rows = top && bottom;
  if (columns && rows) return {box.left, box.top, box.left, box.top};
  if (rows && left) box.left = std::max(box.left, patch.right);
  if (rows && right) box.right = std::min(box.right, patch.left);
  if (columns && top) box.top = std::max(box.top, patch.bottom);
  if (columns && bottom) box.bottom = std::min(box.bottom, patch.top);
  return box;
}

Edges common(const Edges& a, const Edges& b) {
  const double left = std::max(a.left, b.left), top = std::max(a.top, b.top);
  return {left, top, std::max(left, std::min(a.right, b.right)), std::max(top, std::min(a.bottom, b.bottom))};
}

Area choose_patch(int width, int height, KeyedRandom& random) {
  const double side = std::sqrt(random.uniform()), x = random.uniform() * width, y = random.uniform() * height;
  const auto edge = [](double value, int most) { return std::clamp(static_cast<int>(std::lround(value)), 0, most); };
  const int left = edge(x - side * width / 2, width), right = edge(x + side * width / 2, width);
  const int top = edge(y - side * height / 2, height), bottom = edge(y + side * height / 2, height);
  return {left, top, right - left, bottom - top};
}

}  // namespace

void cutmix(LabelledImage& image, const LabelledImage& other, double least_visible, KeyedRandom& random) {
  // Copy the pixels.
  const int width = image.image.width, height = image.image.height;
  const Area area = choose_patch(width, height, random);
  for (int y = area.y; y < area.y + area.height; ++y)
    std::copy_n(other.image.at(area.x, y), static_cast<std::size_t>(area.width) * 3, image.image.at(area.x, y));

  // Let the boxes follow.
  const Edges patch{static_cast<double>(area.x) / width, static_cast<double>(area.y) / height, static_cast<double>(area.x + area.width) / width,
                    static_cast<double>(area.y + area.height) / height};
  std::vector<Truth> truths;
  for (const Truth& truth : image.truths) {
    const Edges box = edges_of(truth), left = remainder(box, patch);
    const double visible = box.area() - common(box, patch).area();
    if (left.area() > 0 && visible > 0 && visible >= least_visible * box.area()) truths.push_back(with_edges(truth, left));
  }
  for (const Truth& truth : other.truths) {
    const Edges box = edges_of(truth), seen = common(box, patch);
    if (seen.area() > 0 && seen.area() >= least_visible * box.area()) truths.push_back(with_edges(truth, seen));
  }
  image.truths = std::move(truths);
}

}  // namespace yologold
