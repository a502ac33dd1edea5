#include "augment/colour_jitter.hpp"

#include <algorithm>

namespace yologold {
namespace {

/// A factor between 1 / most and most, either side equally likely.
double factor(double most, KeyedRandom& random) {
  const double drawn = random.uniform(1, most);
  return random.chance(0.5) ? drawn : 1 / drawn;
}

/// One pixel. With hue in sixths of a turn, channel n of HSV is v - v s max(0, min(k, 4 - k, 1)), k = (n + hue) mod 6, n = 5, 3, 1 for red, green, blue.
void shift_pixel(std::uint8_t* pixel, const ColourShift& shift) {
  const float red = pixel[0], green = pixel[1], blue = pixel[2];
  const float high = std::max({red, green, blue}), low = std::min({red, green, blue}), spread = high - low;
  float hue = static_cast<float>(shift.hue) * 6;
  if (spread > 0) hue += high == red ? (green - blue) / spread : high == green ? 2 + (blue - red) / spread : 4 + (red - green) / spread;
  if (hue < 0) hue += 6;
  if (hue >= 6) hue -= 6;
  const float saturation = high > 0 ? std::min(1.0F, spread / high * static_cast<float>(shift.saturation)) : 0;
  const float value = std::min(255.0F, high * static_cast<float>(shift.value));
  constexpr float starts[3] = {5, 3, 1};
  for (int channel = 0; channel < 3; ++channel) {
    const float turned = starts[channel] + hue, k = turned >= 6 ? turned - 6 : turned;
    pixel[channel] = static_cast<std::uint8_t>(value - value * saturation * std::max(0.0F, std::min({k, 4 - k, 1.0F})) + 0.5F);
  }
}

}  // namespace

ColourShift choose_colour_shift(const AugmentOptions& options, KeyedRandom& random) {
  ColourShift shift;
  shift.hue = random.uniform(-options.hue, options.hue);
  shift.saturation = factor(options.saturation, random);
  shift.value = factor(options.exposure, random);
  return shift;
}

void shift_colours(Image& image, const Area& area, const ColourShift& shift) {
  if (shift.hue == 0 && shift.saturation == 1 && shift.value == 1) return;
  for (int y = area.y; y < area.y + area.height; ++y)
    for (int x = area.x; x < area.x + area.width; ++x) shift_pixel(image.at(x, y), shift);
}

}  // namespace yologold
