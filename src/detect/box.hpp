#pragma once
#include <algorithm>

namespace yologold {

/// Centre and size of an axis-parallel box, in fractions of one picture.
struct Box {
  float cx = 0, cy = 0, w = 0, h = 0;
};

/// Intersection over union of two boxes; 0 where the union is not positive.
inline double iou(const Box& a, const Box& b) {
  const auto overlap = [](double ac, double as, double bc, double bs) {
    return std::max(0.0, std::min(ac + as / 2, bc + bs / 2) - std::max(ac - as / 2, bc - bs / 2));
  };
  const double inter = overlap(a.cx, a.w, b.cx, b.w) * overlap(a.cy, a.h, b.cy, b.h);
  const double both = static_cast<double>(a.w) * a.h + static_cast<double>(b.w) * b.h - inter;
  return both > 0 ? inter / both : 0;
}

/// DIOU = IOU - rho^2 / d^2: rho the distance of the centres, d the diagonal of the smallest box around both (Zheng et al. 2020, "Distance-IoU Loss").
/// Lengths are fractions of the picture times `aspect` = width / height along x, so that the distances are those of the picture.
inline double diou(const Box& a, const Box& b, double aspect) {
  const auto hull = [](double ac, double as, double bc, double bs) { return std::max(ac + as / 2, bc + bs / 2) - std::min(ac - as / 2, bc - bs / 2); };
  const double dx = (static_cast<double>(a.cx) - b.cx) * aspect, dy = static_cast<double>(a.cy) - b.cy;
  const double w = hull(a.cx, a.w, b.cx, b.w) * aspect, h = hull(a.cy, a.h, b.cy, b.h);
  const double diagonal = w * w + h * h;
  return iou(a, b) - (diagonal > 0 ? (dx * dx + dy * dy) / diagonal : 0);
}

}  // namespace yologold
