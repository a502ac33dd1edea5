#include "images/resample.hpp"

#include <algorithm>
#include <cmath>

namespace yologold {
namespace {

/// What one output row or column is made of: weights.size() inputs from `first` on. No weight: it lies beyond the picture.
struct Taps {
  int first = 0;
  std::vector<float> weights;
};

/// The triangle filter along one axis: `count` outputs of a window from `start` over `length` inputs of `size`.
std::vector<Taps> triangle(double start, double length, int count, int size, bool mirror) {
  const double step = length / count, reach = std::max(1.0, step);
  std::vector<Taps> taps(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const double centre = start + (i + 0.5) * step;
    if (!(centre >= 0 && centre < size)) continue;
    Taps& tap = taps[static_cast<std::size_t>(mirror ? count - 1 - i : i)];
    const int last = std::min(size - 1, static_cast<int>(std::floor(centre + reach - 0.5)));
    tap.first = std::max(0, static_cast<int>(std::ceil(centre - reach - 0.5)));
    double sum = 0;
    for (int j = tap.first; j <= last; ++j) sum += 1 - std::abs(j + 0.5 - centre) / reach;
    for (int j = tap.first; j <= last; ++j) tap.weights.push_back(static_cast<float>((1 - std::abs(j + 0.5 - centre) / reach) / sum));
  }
  return taps;
}

/// One source row at the width of the area.
void squeeze_row(const Image& source, int row, const std::vector<Taps>& columns, float* out) {
  for (const Taps& column : columns) {
    float red = 0, green = 0, blue = 0;
    const std::uint8_t* pixel = column.weights.empty() ? nullptr : source.at(column.first, row);
    for (const float weight : column.weights) {
      red += weight * static_cast<float>(pixel[0]);
      green += weight * static_cast<float>(pixel[1]);
      blue += weight * static_cast<float>(pixel[2]);
      pixel += 3;
    }
    *out++ = red;
    *out++ = green;
    *out++ = blue;
  }
}

/// Makes rows of the area's width as they are first needed.
class Rows {
 public:
  Rows(const Image& source, const std::vector<Taps>& columns)
      : source_(source),
        columns_(columns),
        width_(columns.size() * 3),
        values_(width_ * static_cast<std::size_t>(source.height)),
        made_(static_cast<std::size_t>(source.height)) {}

  const float* at(int row) {
    float* const values = values_.data() + static_cast<std::size_t>(row) * width_;
    if (!made_[static_cast<std::size_t>(row)]) squeeze_row(source_, row, columns_, values);
    made_[static_cast<std::size_t>(row)] = true;
    return values;
  }

 private:
  const Image& source_;
  const std::vector<Taps>& columns_;
  std::size_t width_;
  std::vector<float> values_;
  std::vector<bool> made_;
};

}  // namespace

void resample(const Image& source, const Window& window, Image& target, const Area& area) {
  // Weigh both axes.
  const auto columns = triangle(window.left, window.width, area.width, source.width, window.mirror_x);
  const auto lines = triangle(window.top, window.height, area.height, source.height, window.mirror_y);

  // Sum rows, then round.
  Rows rows(source, columns);
  std::vector<float> sum(columns.size() * 3);
  for (int y = 0; y < area.height; ++y) {
    const Taps& line = lines[static_cast<std::size_t>(y)];
    std::uint8_t* out = target.at(area.x, area.y + y);
    std::fill(sum.begin(), sum.end(), 0.0F);
    for (std::size_t j = 0; j < line.weights.size(); ++j) {
      const float* row = rows.at(line.first + static_cast<int>(j));
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += line.weights[j] * row[k];
    }
    for (std::size_t x = 0; x < columns.size(); ++x)
      for (std::size_t c = x * 3; c < x * 3 + 3; ++c)
        out[c] = line.weights.empty() || columns[x].weights.empty() ? no_picture : static_cast<std::uint8_t>(std::min(255.0F, sum[c] + 0.5F));
  }
}

Image resize(const Image& source, int width, int height) {
  if (source.width == width && source.height == height) return source;
  Image target(width, height);
  resample(source, {0, 0, static_cast<double>(source.width), static_cast<double>(source.height)}, target, {0, 0, width, height});
  return target;
}

}  // namespace yologold
