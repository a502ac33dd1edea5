#include "augment/view.hpp"

#include <algorithm>
#include <utility>

namespace yologold {

Edges edges_of(const Truth& truth) { return {truth.cx - truth.w / 2, truth.cy - truth.h / 2, truth.cx + truth.w / 2, truth.cy + truth.h / 2}; }

Truth with_edges(Truth truth, const Edges& edges) {
  truth.cx = (edges.left + edges.right) / 2;
  truth.cy = (edges.top + edges.bottom) / 2;
  truth.w = edges.right - edges.left;
  truth.h = edges.bottom - edges.top;
  return truth;
}

Window choose_window(const AugmentOptions& options, const Image& picture, int canvas_width, int canvas_height, KeyedRandom& random) {
  // Draw the same count of numbers whatever the options are.
  const auto shift = [&] { return random.uniform(-options.jitter, options.jitter); };
  const double left = shift(), right = shift(), top = shift(), bottom = shift();
  const double scale = random.uniform(options.smallest_scale, options.largest_scale), along_x = random.uniform(), along_y = random.uniform();
  const bool mirror_x = random.chance(options.flip_horizontal), mirror_y = random.chance(options.flip_vertical);

  // Move the edges.
  const double width = picture.width, height = picture.height;
  Window window{left * width, top * height, (1 - left + right) * width, (1 - top + bottom) * height, mirror_x, mirror_y};

  // See less, anywhere in it, or more, with the picture anywhere in that.
  window.left += along_x * window.width * (1 - 1 / scale);
  window.top += along_y * window.height * (1 - 1 / scale);
  window.width /= scale;
  window.height /= scale;

  // Widen it to the canvas's aspect, the same on both sides.
  if (options.fit == Fit::stretch) return window;
  const double wide = std::max(window.width, window.height * canvas_width / canvas_height);
  const double high = std::max(window.height, window.width * canvas_height / canvas_width);
  window.left -= (wide - window.width) / 2;
  window.top -= (high - window.height) / 2;
  window.width = wide;
  window.height = high;
  return window;
}

void draw_window(const LabelledImage& source, const Window& window, const Area& area, double least_visible, LabelledImage& canvas) {
  resample(source.image, window, canvas.image, area);

  // From fractions of the source to fractions of the canvas, along one axis.
  const auto carry = [](double& low, double& high, int source_size, double start, double length, bool mirror, int from, int size, int canvas_size) {
    double a = (low * source_size - start) / length, b = (high * source_size - start) / length;
    if (mirror) {
      std::swap(a, b);
      a = 1 - a;
      b = 1 - b;
    }
    low = (from + a * size) / canvas_size;
    high = (from + b * size) / canvas_size;
  };
  const Image &from = source.image, &to = canvas.image;
  const Edges frame{static_cast<double>(area.x) / to.width, static_cast<double>(area.y) / to.height, static_cast<double>(area.x + area.width) / to.width,
                    static_cast<double>(area.y + area.height) / to.height};
  for (const Truth& truth : source.truths) {
    Edges box = edges_of(truth);
    carry(box.left, box.right, from.width, window.left, window.width, window.mirror_x, area.x, area.width, to.width);
    carry(box.top, box.bottom, from.height, window.top, window.height, window.mirror_y, area.y, area.height, to.height);
    const Edges seen{std::max(box.left, frame.left), std::max(box.top, frame.top), std::min(box.right, frame.right), std::min(box.bottom, frame.bottom)};
    const bool visible = seen.right > seen.left && seen.bottom > seen.top && seen.area() >= least_visible * box.area();
    if (visible) canvas.truths.push_back(with_edges(truth, seen));
  }
}

}  // namespace yologold
