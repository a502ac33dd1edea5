#include "evaluate/overlap.hpp"

#include <algorithm>

namespace yologold {
namespace {

double common_length(double a, double a_size, double b, double b_size, double extra) {
  return std::max(0.0, std::min(a + a_size / 2, b + b_size / 2) - std::max(a - a_size / 2, b - b_size / 2) + extra);
}

}  // namespace

PixelOverlap overlap_in_pixels(const JudgedPicture& picture, const Detection& detection, const Truth& truth, bool inclusive) {
  const double extra = inclusive ? 1 : 0, wide = picture.width, high = picture.height;
  const Box& box = detection.box;
  const double w = box.w * wide, h = box.h * high, truth_w = truth.w * wide, truth_h = truth.h * high;
  const double common_w = common_length(box.cx * wide, w, truth.cx * wide, truth_w, extra);
  const double common_h = common_length(box.cy * high, h, truth.cy * high, truth_h, extra);
  return {common_w * common_h, (w + extra) * (h + extra), (truth_w + extra) * (truth_h + extra)};
}

double pixel_area(const JudgedPicture& picture, const Truth& truth) { return truth.w * picture.width * truth.h * picture.height; }

double pixel_area(const JudgedPicture& picture, const Detection& detection) {
  return static_cast<double>(detection.box.w) * picture.width * detection.box.h * picture.height;
}

}  // namespace yologold
