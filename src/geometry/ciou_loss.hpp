#pragma once
#include "geometry/diou_loss.hpp"
#include "lane/atan.hpp"
#include "yologold/variant.hpp"

namespace yologold::geometry {

/// The aspect term v = 4/pi^2 (atan(W/H) - atan(w/h))^2; the difference of the angles is one atan of one quotient.
///   dv/dw = -8/pi^2 (...) h/(w^2 + h^2), dv/dh = +8/pi^2 (...) w/(w^2 + h^2); `unit` leaves the denominator out.
template <class V>
YG_INLINE BoxGrad<V> aspect_term(const PairOfBoxes<V>& p, bool unit) {
  const V zero(lane::ScalarOf<V>(0));
  const V angle = lane::atan((p.truth_w * p.h - p.w * p.truth_h) / (p.truth_h * p.h + p.truth_w * p.w));
  const V scale = lane::constant<V>(0x1.9f02f6222c72p-2);  // 4/pi^2
  const V slope = (scale + scale) * angle, roundness = p.w / p.h + p.h / p.w;
  return {scale * angle * angle, zero, zero, lane::negate(unit ? slope * p.h : slope / (p.w * roundness)), unit ? slope * p.w : slope / (p.h * roundness)};
}

/// d(1 - CIOU): the distance term, and alpha v by the choice of alpha.
///   alpha constant: d(alpha v) = alpha dv        differentiated: d(v^2/(q + v)) = (2 alpha - alpha^2) dv - alpha^2 dq, q = 1 - IOU
template <class T>
BoxGrad<T> ciou_loss(const PairOfBoxes<T>& p, const Variant& v, T tie) {
  const auto l = iou_loss(p, tie);
  const auto distance = distance_term(p, l), aspect = aspect_term(p, v.aspect_denominator == AspectDenominator::unit);
  const bool flat = aspect.value == 0 || (v.alpha == Alpha::zero_below_half && !(l.iou > T(0.5)));
  const T alpha = flat ? T(0) : aspect.value / (l.loss.value + aspect.value);
  const bool whole = v.alpha == Alpha::differentiated;
  const T of_aspect = whole ? (T(2) - alpha) * alpha : alpha, of_miss = whole ? T(1) - alpha * alpha : T(1);
  const auto join = [&](T miss, T far, T shape) { return of_miss * miss + far + of_aspect * shape; };
  return {l.loss.value + distance.value + alpha * aspect.value, join(l.loss.x, distance.x, 0), join(l.loss.y, distance.y, 0),
          join(l.loss.w, distance.w, aspect.w), join(l.loss.h, distance.h, aspect.h)};
}

}  // namespace yologold::geometry
