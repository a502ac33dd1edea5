#pragma once
#include "decode/boxes.hpp"
#include "engine/work.hpp"
#include "geometry/box_loss.hpp"
#include "terms/difference.hpp"

/// The coordinate term of one pair, by family: value and gradient with respect to tx ty tw th, before lambda and weight.
namespace yologold::terms {

template <class T>
struct CoordTerm {
  T value{};
  T slope[4]{};
};

template <class T>
CoordTerm<T> add_squares(const Difference<T> (&d)[4], bool delta) {
  CoordTerm<T> term;
  for (int k = 0; k < 4; ++k) {
    const auto r = squared(d[k], delta);
    term.value += r.value;
    term.slope[k] = r.slope;
  }
  return term;
}

/// v1: (x-x^)^2 + (y-y^)^2 + e(w, w^)^2 + e(h, h^)^2.
template <class T>
CoordTerm<T> coord_v1(const T (&t)[4], const WorkPair& p, const Variant& v) {
  const T x[2] = {static_cast<T>(p.offset_x), static_cast<T>(p.offset_y)};
  const T w[2] = {static_cast<T>(p.truth->truth->w), static_cast<T>(p.truth->truth->h)};
  const bool logistic = v.activation == Activation::logistic || v.activation == Activation::softmax_off;
  Difference<T> d[4];
  for (int k = 0; k < 2; ++k) {
    d[k] = logistic ? offset_logistic(t[k], x[k]) : offset_linear(t[k], x[k]);
    d[2 + k] = logistic                                  ? size_logistic(t[2 + k], w[k], v.size_error)
               : v.activation == Activation::linear_sqrt ? size_linear_sqrt(t[2 + k], w[k], v.size_error)
                                                         : size_linear(t[2 + k], w[k], v.size_error);
  }
  return add_squares(d, v.gradient == Gradient::darknet_delta);
}

/// v2: (x-x^)^2 + (y-y^)^2 + (w-w^)^2 + (h-h^)^2, x and y in cells, w and h in size_space.
template <class T>
CoordTerm<T> coord_v2(const T (&t)[4], const WorkPair& p, const Variant& v, const HeadModel& head, const HeadAnchor& anchor) {
  const auto size = [&](T logit, double truth, std::int64_t cells, double anchor_cells, double unit) {
    return size_anchor(logit, static_cast<T>(truth * static_cast<double>(cells)), static_cast<T>(anchor_cells), static_cast<T>(unit), v.size_space);
  };
  const Truth& truth = *p.truth->truth;
  return add_squares<T>({offset_logistic(t[0], static_cast<T>(p.offset_x)), offset_logistic(t[1], static_cast<T>(p.offset_y)),
                         size(t[2], truth.w, head.shape.w, anchor.w_cells, head.unit_x), size(t[3], truth.h, head.shape.h, anchor.h_cells, head.unit_y)},
                        v.gradient == Gradient::darknet_delta);
}

/// v3: (tx-t^x)^2 + (ty-t^y)^2 + (tw-t^w)^2 + (th-t^h)^2. Darknet's delta of x and y is off - sigma(t) instead.
template <class T>
CoordTerm<T> coord_v3(const T (&t)[4], const WorkPair& p, const Variant& v, const HeadModel& head, const HeadAnchor& anchor) {
  const bool delta = v.gradient == Gradient::darknet_delta;
  const T eps = static_cast<T>(v.offset_eps), off[2] = {static_cast<T>(p.offset_x), static_cast<T>(p.offset_y)};
  const auto size = [&](T logit, double truth, std::int64_t cells, double anchor_cells) {
    return size_anchor(logit, static_cast<T>(truth * static_cast<double>(cells)), static_cast<T>(anchor_cells), T(1), SizeSpace::t_space);
  };
  const Truth& truth = *p.truth->truth;
  auto term = add_squares<T>({offset_logit(t[0], off[0], eps), offset_logit(t[1], off[1], eps), size(t[2], truth.w, head.shape.w, anchor.w_cells),
                              size(t[3], truth.h, head.shape.h, anchor.h_cells)},
                             delta);
  for (int k = 0; k < 2 && delta; ++k) term.slope[k] = lane::negate(offset_logistic(t[k], off[k]).error);
  return term;
}

/// d(1 - CIOU): the distance term, and alpha v by the choice of alpha.
///   alpha constant: d(alpha v) = alpha dv        differentiated: d(v^2/(q + v)) = (2 alpha - alpha^2) dv - alpha^2 dq, q = 1 - IOU
template <class T>
geometry::BoxGrad<T> ciou_loss(const geometry::PairOfBoxes<T>& p, const Variant& v, T tie) {
  const auto l = geometry::iou_loss(p, tie);
  const auto distance = geometry::distance_term(p, l), aspect = geometry::aspect_term(p, v.aspect_denominator == AspectDenominator::unit);
  const bool flat = aspect.value == 0 || (v.alpha == Alpha::zero_below_half && !(l.iou > T(0.5)));
  const T alpha = flat ? T(0) : aspect.value / (l.loss.value + aspect.value);
  const bool whole = v.alpha == Alpha::differentiated;
  const T of_aspect = whole ? (T(2) - alpha) * alpha : alpha, of_miss = whole ? T(1) - alpha * alpha : T(1);
  const auto join = [&](T miss, T far, T shape) { return of_miss * miss + far + of_aspect * shape; };
  return {l.loss.value + distance.value + alpha * aspect.value, join(l.loss.x, distance.x, 0), join(l.loss.y, distance.y, 0),
          join(l.loss.w, distance.w, aspect.w), join(l.loss.h, distance.h, aspect.h)};
}

template <class T>
geometry::BoxGrad<T> box_loss(const geometry::PairOfBoxes<T>& p, const Variant& v, T tie) {
  switch (v.box_loss) {
    case BoxLoss::ciou: return ciou_loss(p, v, tie);
    case BoxLoss::giou: return geometry::giou_loss(p, tie);
    case BoxLoss::iou: return geometry::iou_loss(p, tie).loss;
    case BoxLoss::diou: {
      const auto l = geometry::iou_loss(p, tie);
      const auto d = geometry::distance_term(p, l);
      return {l.loss.value + d.value, l.loss.x + d.x, l.loss.y + d.y, l.loss.w + d.w, l.loss.h + d.h};
    }
    default: {
      const T w = p.w - p.truth_w, h = p.h - p.truth_h;
      return {((p.dx * p.dx + p.dy * p.dy) + w * w) + h * h, p.dx + p.dx, p.dy + p.dy, w + w, h + h};
    }
  }
}

/// The subgradient at equal edges.
template <class T>
T tie_of(const Variant& v) {
  return v.subgradient == Subgradient::midpoint ? T(0.5) : v.subgradient == Subgradient::first ? T(1) : T(0);
}

/// Pulls the partials of a box back to the logits: dx^/dtx = s sigma'(tx) u, dw^/dtw = w^.
template <class T>
CoordTerm<T> pull_back(const geometry::BoxGrad<T>& g, const geometry::PairOfBoxes<T>& p, const T (&t)[4], const HeadModel& head, T ux, T uy) {
  const auto sx = lane::logistic(t[0]), sy = lane::logistic(t[1]);
  const T s = static_cast<T>(head.scale_xy);
  CoordTerm<T> term;
  term.value = g.value;
  term.slope[0] = g.x * ux * s * (sx.rise * sx.fall);
  term.slope[1] = g.y * uy * s * (sy.rise * sy.fall);
  term.slope[2] = g.w * p.w;
  term.slope[3] = g.h * p.h;
  return term;
}

/// v4: the box loss in box_space.
template <class T>
CoordTerm<T> coord_v4(const T (&t)[4], const WorkPair& p, const Variant& v, const HeadModel& head, const HeadAnchor& anchor) {
  const Truth& truth = *p.truth->truth;
  const T ux = static_cast<T>(head.unit_x), uy = static_cast<T>(head.unit_y);
  const auto boxes =
      decode::anchor_pair<T>(t, head, anchor, static_cast<T>(p.offset_x), static_cast<T>(p.offset_y), static_cast<T>(truth.w * static_cast<double>(head.shape.w)),
                             static_cast<T>(truth.h * static_cast<double>(head.shape.h)), ux, uy);
  return pull_back(box_loss(boxes, v, tie_of<T>(v)), boxes, t, head, ux, uy);
}

/// Multiplies by the coordinate scale: 2 - w h of the truth, its root or square; or 2 - w^ h^ of the prediction, whose gradient joins.
template <class T>
void scale_coordinates(CoordTerm<T>& term, const T (&t)[4], const Truth& truth, const Variant& v, const HeadAnchor& anchor) {
  const T two_minus = T(2) - static_cast<T>(truth.w * truth.h);
  T factor = 1, area = 0;
  switch (v.coordinate_scale) {
    case CoordinateScale::off: return;
    case CoordinateScale::two_minus_wh: factor = two_minus; break;
    case CoordinateScale::sqrt: factor = lane::sqrt(two_minus); break;
    case CoordinateScale::squared: factor = two_minus * two_minus; break;
    case CoordinateScale::prediction:
      area = (static_cast<T>(anchor.w_image) * lane::exp(t[2])) * (static_cast<T>(anchor.h_image) * lane::exp(t[3]));
      factor = T(2) - area;
      break;
  }
  const bool joins = v.coordinate_scale == CoordinateScale::prediction && v.gradient != Gradient::darknet_delta;
  for (int k = 0; k < 4; ++k) term.slope[k] = term.slope[k] * factor - (k > 1 && joins ? term.value * area : T(0));
  term.value = term.value * factor;
}

}  // namespace yologold::terms
