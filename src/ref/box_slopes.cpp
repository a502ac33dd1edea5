#include "ref/gradient.hpp"

namespace yologold::ref {

namespace {

/// d max(a, b)/da
template <class T>
T max_slope(Subgradient rule, const T& a, const T& b) {
  if (a > b) return T(1);
  if (a < b) return T(0);
  return rule == Subgradient::midpoint ? T(0.5) : rule == Subgradient::first ? T(1) : T(0);
}

/// d min(a, b)/da
template <class T>
T min_slope(Subgradient rule, const T& a, const T& b) {
  return max_slope(rule, b, a);
}

/// Overlap and hull of two intervals, and their derivatives by the centre and the size of the first.
template <class T>
struct Axis {
  T overlap, hull;
  T overlap_by_centre, overlap_by_size, hull_by_centre, hull_by_size;

  Axis(Subgradient rule, const T& x, const T& w, const T& other_x, const T& other_w) {
    const T low = x - w / T(2), high = x + w / T(2), other_low = other_x - other_w / T(2), other_high = other_x + other_w / T(2);
    const T raw = least(high, other_high) - most(low, other_low);
    overlap = most(raw, T(0));
    hull = most(high, other_high) - least(low, other_low);

    const T open = max_slope(rule, raw, T(0));
    const T by_high = open * min_slope(rule, high, other_high), by_low = open * max_slope(rule, low, other_low);
    overlap_by_centre = by_high - by_low;
    overlap_by_size = (by_high + by_low) / T(2);

    const T hull_by_high = max_slope(rule, high, other_high), hull_by_low = min_slope(rule, low, other_low);
    hull_by_centre = hull_by_high - hull_by_low;
    hull_by_size = (hull_by_high + hull_by_low) / T(2);
  }
};

template <class T>
struct Axes {
  Axis<T> x, y;

  Axes(Subgradient rule, const Box<T>& pred, const Box<T>& truth) : x(rule, pred.x, pred.w, truth.x, truth.w), y(rule, pred.y, pred.h, truth.y, truth.h) {}
};

/// d(rho^2/d^2)/d(x y w h)
template <class T>
Four<T> distance_slopes(const Axes<T>& axes, const BoxPair<T>& pair) {
  const T diagonal = hull_diagonal(pair);
  if (diagonal == T(0)) return {T(0), T(0), T(0), T(0)};
  const T term = distance_term(pair);
  const T away_x = pair.scale_x * (T(2) * pair.scale_x * (pair.pred.x - pair.truth.x) / diagonal);
  const T away_y = pair.scale_y * (T(2) * pair.scale_y * (pair.pred.y - pair.truth.y) / diagonal);
  const T grow_x = term * (pair.scale_x * (T(2) * (pair.scale_x * axes.x.hull / diagonal)));
  const T grow_y = term * (pair.scale_y * (T(2) * (pair.scale_y * axes.y.hull / diagonal)));
  return {away_x - grow_x * axes.x.hull_by_centre, away_y - grow_y * axes.y.hull_by_centre, -(grow_x * axes.x.hull_by_size), -(grow_y * axes.y.hull_by_size)};
}

/// d((hull - union)/hull)/d(x y w h)
template <class T>
Four<T> hull_slopes(const Axes<T>& axes, const BoxPair<T>& pair) {
  const T filled = T(1) - hull_term(pair);
  const T pred_w = pair.pred.w / axes.x.hull, pred_h = pair.pred.h / axes.y.hull;
  const T inter_w = axes.x.overlap / axes.x.hull, inter_h = axes.y.overlap / axes.y.hull;
  return {(axes.x.overlap_by_centre * inter_h + filled * axes.x.hull_by_centre) / axes.x.hull,
          (axes.y.overlap_by_centre * inter_w + filled * axes.y.hull_by_centre) / axes.y.hull,
          (axes.x.overlap_by_size * inter_h - pred_h + filled * axes.x.hull_by_size) / axes.x.hull,
          (axes.y.overlap_by_size * inter_w - pred_w + filled * axes.y.hull_by_size) / axes.y.hull};
}

/// dv/dtw; dv/dth is its opposite.
template <class T>
T aspect_slope(const Variant& variant, const BoxPair<T>& pair) {
  const T difference = aspect_difference(pair);
  if (difference == T(0)) return T(0);
  const T w = pair.scale_x * pair.pred.w, h = pair.scale_y * pair.pred.h;
  const T slender = w < h ? T(w / h) : T(h / w);
  const T product = variant.aspect_denominator == AspectDenominator::unit ? T(w * h) : T(slender / (T(1) + square(slender)));
  return -(T(8) / square(pi<T>()) * difference * product);
}

}  // namespace

template <class T>
Four<T> iou_slopes(Subgradient rule, const Box<T>& pred, const Box<T>& truth) {
  const Axes<T> axes(rule, pred, truth);
  const T inter = axes.x.overlap * axes.y.overlap, whole = pred.w * pred.h + truth.w * truth.h - inter;
  if (!(whole > T(0))) return {T(0), T(0), T(0), T(0)};
  const Four<T> inter_slopes{axes.x.overlap_by_centre * axes.y.overlap, axes.y.overlap_by_centre * axes.x.overlap, axes.x.overlap_by_size * axes.y.overlap,
                             axes.y.overlap_by_size * axes.x.overlap};
  const Four<T> area_slopes{T(0), T(0), pred.h, pred.w};
  Four<T> slopes;
  for (std::size_t i = 0; i < 4; i++) slopes[i] = (inter_slopes[i] - inter / whole * (area_slopes[i] - inter_slopes[i])) / whole;
  return slopes;
}

template <class T>
Four<T> box_loss_slopes(const Variant& variant, const BoxPair<T>& pair, const Four<T>& rates, const T& alpha) {
  const Axes<T> axes(variant.subgradient, pair.pred, pair.truth);
  const bool distance = variant.box_loss == BoxLoss::diou || variant.box_loss == BoxLoss::ciou;
  const Four<T> by_iou = iou_slopes(variant.subgradient, pair.pred, pair.truth);
  const Four<T> by_distance = distance_slopes(axes, pair), by_hull = hull_slopes(axes, pair);

  // Follow the box to the logits.
  Four<T> slopes, iou_by_t;
  for (std::size_t i = 0; i < 4; i++) {
    iou_by_t[i] = by_iou[i] * rates[i];
    slopes[i] = -iou_by_t[i];
    if (distance) slopes[i] += by_distance[i] * rates[i];
    if (variant.box_loss == BoxLoss::giou) slopes[i] += by_hull[i] * rates[i];
  }
  if (variant.box_loss != BoxLoss::ciou || alpha == T(0)) return slopes;

  // Add alpha v, or v^2/(1 - IOU + v) where alpha is differentiated.
  const T by_w = aspect_slope(variant, pair);
  const Four<T> aspect_slopes{T(0), T(0), by_w, -by_w};
  for (std::size_t i = 0; i < 4; i++) {
    slopes[i] += alpha * aspect_slopes[i];
    if (variant.alpha == Alpha::differentiated) slopes[i] += alpha * aspect_slopes[i] - square(alpha) * (aspect_slopes[i] - iou_by_t[i]);
  }
  return slopes;
}

#define YG_INSTANTIATE(T)                                                 \
  template Four<T> iou_slopes(Subgradient, const Box<T>&, const Box<T>&); \
  template Four<T> box_loss_slopes(const Variant&, const BoxPair<T>&, const Four<T>&, const T&);
YG_INSTANTIATE(double)
YG_INSTANTIATE(Real)
#undef YG_INSTANTIATE

}  // namespace yologold::ref
