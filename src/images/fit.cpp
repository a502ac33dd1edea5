#include "images/fit.hpp"

#include <algorithm>

namespace yologold {

Placement place(Fit fit, int width, int height, int canvas_width, int canvas_height) {
  if (fit == Fit::stretch) return {};
  const double wide = static_cast<double>(canvas_width) / width, high = static_cast<double>(canvas_height) / height, scale = std::min(wide, high);
  return {scale / wide, scale / high, (1 - scale / wide) / 2, (1 - scale / high) / 2};
}

Image fit_image(Fit fit, const Image& picture, int canvas_width, int canvas_height) {
  const Placement placement = place(fit, picture.width, picture.height, canvas_width, canvas_height);
  const Window window{placement.to_picture_x(0) * picture.width, placement.to_picture_y(0) * picture.height, picture.width / placement.scale_x,
                      picture.height / placement.scale_y};
  Image canvas(canvas_width, canvas_height);
  resample(picture, window, canvas, {0, 0, canvas_width, canvas_height});
  return canvas;
}

void write_planes(const Image& image, float* planes) {
  const std::size_t count = image.pixels.size() / 3;
  for (std::size_t pixel = 0; pixel < count; ++pixel)
    for (std::size_t channel = 0; channel < 3; ++channel) planes[channel * count + pixel] = static_cast<float>(image.pixels[pixel * 3 + channel]) / 255.0F;
}

}  // namespace yologold
