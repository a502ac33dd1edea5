#pragma once
#include "certain/numbers.hpp"
#include "certain/problem.hpp"

namespace yologold::certain {

/// The unit of length in which a head's boxes are held, one an axis: the one in which no given number has to be divided, so that ties stay exact.
/// It cancels from every IOU.
template <class S>
struct Frame {
  S image_x, image_y;    ///< units in the width and height of the image
  S cell_x, cell_y;      ///< in a cell
  S anchor_x, anchor_y;  ///< in the unit of the anchors
};

template <class S>
Frame<S> frame(const Problem& p, std::size_t head) {
  const HeadShape& shape = p.model.heads[head].shape;
  const Variant& v = p.variant();
  const S columns = whole<S>(shape.w), rows = whole<S>(shape.h), one(1.0);
  if (p.is(Family::v1) || v.anchor_unit == AnchorUnit::grid) return {columns, rows, one, one, one, one};
  if (v.anchor_unit == AnchorUnit::image) return {columns, rows, one, one, columns, rows};
  return {columns * S(v.image[0]), rows * S(v.image[1]), S(v.image[0]), S(v.image[1]), columns, rows};
}

/// The offset of a truth's centre in its cell.
template <class S>
struct Offset {
  S x, y;

  Offset(const Problem& p, const Slot& cell, const Truth& truth)
      : x(S(truth.cx) * whole<S>(p.shape(cell).w) - whole<S>(cell.x)), y(S(truth.cy) * whole<S>(p.shape(cell).h) - whole<S>(cell.y)) {}
};

inline bool is_linear(const Variant& v) { return v.family == Family::v1 && (v.activation == Activation::linear || v.activation == Activation::linear_sqrt); }

/// What the logits of a box stand for. x^ y^ are offsets in the cell, w^ h^ fractions of the image in the frame; each with its derivative by its own logit.
template <class S>
struct Decoded {
  S x, y, w, h;
  S rate[4];

  Decoded(const Problem& p, const Slot& slot) {
    const Frame<S> f = frame<S>(p, slot.head);
    S* const values[] = {&x, &y, &w, &h};
    for (int k = 0; k < 4; ++k) decode(p, slot, k, *values[k], rate[k]);
    if (!p.is(Family::v1)) return;
    w = w * f.image_x, rate[2] = rate[2] * f.image_x;
    h = h * f.image_y, rate[3] = rate[3] * f.image_y;
  }

 private:
  static void decode(const Problem& p, const Slot& slot, int k, S& value, S& slope) {
    const Variant& v = p.variant();
    const double t = p.box_logit(slot, k);
    if (is_linear(v)) {
      const bool squared = v.activation == Activation::linear_sqrt && k > 1;
      value = squared ? square(S(t)) : S(t), slope = squared ? S(2.0) * S(t) : S(1.0);
      return;
    }
    if (!p.is(Family::v1) && k > 1) {
      const Frame<S> f = frame<S>(p, slot.head);
      value = slope = (k == 2 ? S(p.anchor(slot).w) * f.anchor_x : S(p.anchor(slot).h) * f.anchor_y) * exp(S(t));
      return;
    }
    const Logistic<S> sigma(t);
    const S s(p.is(Family::v4) ? p.model.heads[slot.head].scale_xy : 1.0);
    value = s * sigma.rise - (s - S(1.0)) * S(0.5);
    slope = s * (sigma.rise * sigma.fall);
  }
};

/// A prediction seen from a truth, in the frame: the difference of the centres and all sizes.
template <class S>
struct PairOfBoxes {
  S dx, dy, w, h, truth_w, truth_h;
};

/// The prediction of `slot` and a truth in the same image, its centre anywhere.
template <class S>
PairOfBoxes<S> pair_of(const Problem& p, const Slot& slot, const Decoded<S>& d, const Truth& truth) {
  const Frame<S> f = frame<S>(p, slot.head);
  const Offset<S> off(p, slot, truth);
  return {(d.x - off.x) * f.cell_x, (d.y - off.y) * f.cell_y, d.w, d.h, S(truth.w) * f.image_x, S(truth.h) * f.image_y};
}

/// One axis of two boxes, edges counted from the truth's centre: overlap and hull, and their derivatives by the prediction's centre and size.
/// Where two edges are equal, or the overlap is exactly 0, the step is `tie`.
template <class S>
struct Axis {
  S overlap, hull;
  double overlap_centre, overlap_size, hull_centre, hull_size;

  Axis(const S& d, const S& w, const S& truth_w, double tie) {
    const S half(0.5), reach = half * w, truth_reach = half * truth_w, high = d + reach, low = d - reach;
    const int right = sign(high - truth_reach), left = sign(low + truth_reach);
    const S raw = (right < 0 ? high : truth_reach) - (left > 0 ? low : -truth_reach);
    hull = (right > 0 ? high : truth_reach) - (left < 0 ? low : -truth_reach);

    // Follow the edges that decide.
    const auto step = [tie](int s) { return s < 0 ? 1 : s > 0 ? 0 : tie; };
    const int open = sign(raw);
    overlap = open > 0 ? raw : S(0.0);
    overlap_centre = step(-open) * (step(right) - step(-left));
    overlap_size = step(-open) * (step(right) + step(-left)) / 2;
    hull_centre = step(-right) - step(left);
    hull_size = (step(-right) + step(left)) / 2;
  }
};

/// Intersection over union, with what each logit's slot needs for its derivative.
template <class S>
struct Overlap {
  Axis<S> across, down;
  S inter, uni;
  bool none;  ///< the union is not positive: the IOU is 0

  Overlap(const PairOfBoxes<S>& b, double tie)
      : across(b.dx, b.w, b.truth_w, tie),
        down(b.dy, b.h, b.truth_h, tie),
        inter(across.overlap * down.overlap),
        uni((b.w * b.h + b.truth_w * b.truth_h) - inter),
        none(sign(uni) <= 0) {}

  S iou() const { return none ? S(0.0) : inter / uni; }
  S miss() const { return none ? S(1.0) : (uni - inter) / uni; }
  bool above(double thresh) const { return !none && sign(inter - S(thresh) * uni) > 0; }
};

template <class S>
struct Four {
  S value[4];
  S& operator[](int k) { return value[k]; }
  const S& operator[](int k) const { return value[k]; }
};

/// dIOU/d(centre x, centre y, w, h) in the frame: (dI - IOU dU)/U.
template <class S>
Four<S> iou_slopes(const PairOfBoxes<S>& b, const Overlap<S>& o) {
  if (o.none) return {};
  const S iou = o.iou();
  const S inter[4] = {S(o.across.overlap_centre) * o.down.overlap, S(o.down.overlap_centre) * o.across.overlap, S(o.across.overlap_size) * o.down.overlap,
                      S(o.down.overlap_size) * o.across.overlap};
  const S area[4] = {S(0.0), S(0.0), b.h, b.w};
  Four<S> slopes;
  for (int k = 0; k < 4; ++k) slopes[k] = (inter[k] - iou * (area[k] - inter[k])) / o.uni;
  return slopes;
}

inline double tie_of(const Variant& v) { return v.subgradient == Subgradient::midpoint ? 0.5 : v.subgradient == Subgradient::first ? 1 : 0; }

}  // namespace yologold::certain
