#include "bounds/activation.hpp"
#include "bounds/slot.hpp"

namespace yologold::bounds {
namespace {

/// Units of the box loss in the image's width and height.
std::array<double, 2> units(const Variant& v, const Slot& s) {
  if (v.family == Family::v1) return {1, 1};
  if (v.family == Family::v2 || v.box_space == BoxSpace::grid) return {s.grid_w, s.grid_h};
  if (v.box_space == BoxSpace::pixel) return {v.image[0], v.image[1]};
  return {1, 1};
}

/// One coordinate: where the prediction and the truth stand, what lies between them, and the derivative by the logit.
struct Centre {
  Ball pred, truth, apart, rate;
};

/// s x^ - (s - 1)/2 + cell, in a unit of which a cell holds `per_cell`.
/// A program may count in cells and divide, or bring the truth to its unit: each side is charged for both.
Centre centre(const Activated& activated, double scale, std::int64_t cell, double truth, double cells, const Ball& offset, double unit) {
  const Arithmetic& a = *offset.in;
  const Ball per_cell = a.literal(unit) / a.literal(cells), one = a.literal(1);
  Ball within = activated.value, rate = activated.rate;
  if (scale != 1) {
    const Ball s = a.constant(scale);
    within = s * within - 0.5 * (s - one), rate = s * rate;
  }
  return {blur((within + a.literal(static_cast<double>(cell))) * per_cell, 1), blur(a.constant(truth) * a.literal(unit), 1),
          blur((within - offset) * per_cell, 1), blur(rate * per_cell, 1)};
}

}  // namespace

Offset offset(const Slot& s, const Truth& truth) {
  const Arithmetic& a = *s.t[0].in;
  return {a.constant(truth.cx) * a.literal(s.grid_w) - a.literal(static_cast<double>(s.col)),
          a.constant(truth.cy) * a.literal(s.grid_h) - a.literal(static_cast<double>(s.row))};
}

Size anchored_size(const Slot& s, double unit_x, double unit_y) {
  const Arithmetic& a = *s.t[0].in;
  const auto size = [&](const Ball& t, double anchor, double per_image, double unit) {
    const Ball prior = blur(a.constant(anchor) / a.constant(per_image), 1), unit_ball = a.literal(unit), growth = exp(t);
    return widest(prior * unit_ball * growth, prior * growth * unit_ball);
  };
  return {size(s.t[2], s.anchor_w, s.anchor_per_w, unit_x), size(s.t[3], s.anchor_h, s.anchor_per_h, unit_y)};
}

BoxPair box_pair(const Variant& v, const Slot& s, const Truth& truth) {
  const auto [unit_x, unit_y] = units(v, s);
  const Offset off = offset(s, truth);
  const Centre x = centre(activated(v, s.t[0]), s.scale_xy, s.col, truth.cx, s.grid_w, off.x, unit_x),
               y = centre(activated(v, s.t[1]), s.scale_xy, s.row, truth.cy, s.grid_h, off.y, unit_y);
  const Arithmetic& a = *s.t[0].in;
  BoxPair pair;
  pair.truth = {x.truth, y.truth, blur(a.constant(truth.w) * a.literal(unit_x), 1), blur(a.constant(truth.h) * a.literal(unit_y), 1)};
  pair.dx = x.apart, pair.dy = y.apart;
  if (v.family == Family::v1) {
    const Activated w = activated_size(v, s.t[2]), h = activated_size(v, s.t[3]);
    pair.pred = {x.pred, y.pred, w.value, h.value};
    pair.rates = {x.rate, y.rate, w.rate, h.rate};
  } else {
    const Size size = anchored_size(s, unit_x, unit_y);
    pair.pred = {x.pred, y.pred, size.w, size.h};
    pair.rates = {x.rate, y.rate, size.w, size.h};
  }
  return pair;
}

}  // namespace yologold::bounds
