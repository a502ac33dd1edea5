#include "augment/mosaic.hpp"

#include "augment/colour_jitter.hpp"

namespace yologold {
namespace {

/// Narrows a window to a share of its length: any part of the picture, or where the picture is shorter, with the picture at the cut.
void narrow(double& start, double& length, double share, int size, bool mirror, bool before_cut, double along) {
  length *= share;
  const double room = size - length;
  const bool at_end = before_cut != mirror;
  start = room > 0 ? along * room : at_end ? room : 0;
}

}  // namespace

LabelledImage mosaic(const AugmentOptions& options, const std::array<const LabelledImage*, 4>& pictures, int width, int height, KeyedRandom& random) {
  constexpr double margin = 0.2;
  const int cut_x = static_cast<int>(random.uniform(margin, 1 - margin) * width), cut_y = static_cast<int>(random.uniform(margin, 1 - margin) * height);
  LabelledImage canvas{Image(width, height, no_picture), {}};
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const bool left = i % 2 == 0, top = i < 2;
    const Area area{left ? 0 : cut_x, top ? 0 : cut_y, left ? cut_x : width - cut_x, top ? cut_y : height - cut_y};
    const Image& picture = pictures[i]->image;
    Window window = choose_window(options, picture, width, height, random);
    const double along_x = random.uniform(), along_y = random.uniform();
    narrow(window.left, window.width, static_cast<double>(area.width) / width, picture.width, window.mirror_x, left, along_x);
    narrow(window.top, window.height, static_cast<double>(area.height) / height, picture.height, window.mirror_y, top, along_y);
    const ColourShift shift = choose_colour_shift(options, random);
    if (area.width < 1 || area.height < 1) continue;
    draw_window(*pictures[i], window, area, options.least_visible, canvas);
    shift_colours(canvas.image, area, shift);
  }
  return canvas;
}

}  // namespace yologold
