#include "ref/box_loss.hpp"

#include "ref/decode.hpp"

namespace yologold::ref {

template <class T>
BoxPair<T> box_pair(const Problem<T>& p, const Slot& slot, const Object<T>& object) {
  const Frame<T> f = frame(p, slot.head);
  const HeadShape& shape = p.shapes[static_cast<std::size_t>(slot.head)];
  T unit_x(1), unit_y(1);
  if (p.variant.box_space == BoxSpace::grid) unit_x = T(static_cast<double>(shape.w)), unit_y = T(static_cast<double>(shape.h));
  if (p.variant.box_space == BoxSpace::pixel) unit_x = T(p.variant.image[0]), unit_y = T(p.variant.image[1]);
  return {frame_box(p, slot), truth_box(p, slot.head, object), unit_x / f.image_x, unit_y / f.image_y};
}

template <class T>
T aspect_difference(const BoxPair<T>& pair) {
  const Box<T>&pred = pair.pred, &truth = pair.truth;
  if (truth.w * pred.h == pred.w * truth.h) return T(0);
  const T shear = pair.scale_x / pair.scale_y;
  return atan(shear * truth.w / truth.h) - atan(shear * (pred.w / pred.h));
}

template <class T>
T alpha(const Variant& variant, const BoxPair<T>& pair) {
  if (variant.box_loss != BoxLoss::ciou) return T(0);
  const Fraction<T> overlap = iou(pair.pred, pair.truth);
  const T v = aspect(pair);
  if (v == T(0)) return T(0);
  if (variant.alpha == Alpha::zero_below_half && !overlap.above(T(0.5))) return T(0);
  return v / (T(1) - overlap.value() + v);
}

template <class T>
T distance_term(const BoxPair<T>& pair) {
  const T diagonal = hull_diagonal(pair);
  if (diagonal == T(0)) return T(0);
  const T rho = square<T>(pair.scale_x * (pair.pred.x - pair.truth.x)) + square<T>(pair.scale_y * (pair.pred.y - pair.truth.y));
  return rho / diagonal;
}

template <class T>
T hull_term(const BoxPair<T>& pair) {
  const Overlap<T> o(pair.pred, pair.truth);
  const T pred = pair.pred.w / o.hull_w * (pair.pred.h / o.hull_h), truth = pair.truth.w / o.hull_w * (pair.truth.h / o.hull_h);
  const T inter = most(o.w, T(0)) / o.hull_w * (most(o.h, T(0)) / o.hull_h);
  return T(1) - (pred + truth - inter);
}

template <class T>
T box_loss(const Variant& variant, const BoxPair<T>& pair, const T& alpha) {
  const T loss = T(1) - iou(pair.pred, pair.truth).value();
  if (variant.box_loss == BoxLoss::giou) return loss + hull_term(pair);
  if (variant.box_loss == BoxLoss::diou) return loss + distance_term(pair);
  if (variant.box_loss == BoxLoss::ciou) return loss + distance_term(pair) + alpha * aspect(pair);
  return loss;
}

#define YG_INSTANTIATE(T)                                                         \
  template BoxPair<T> box_pair(const Problem<T>&, const Slot&, const Object<T>&); \
  template T aspect_difference(const BoxPair<T>&);                                \
  template T alpha(const Variant&, const BoxPair<T>&);                            \
  template T distance_term(const BoxPair<T>&);                                    \
  template T hull_term(const BoxPair<T>&);                                        \
  template T box_loss(const Variant&, const BoxPair<T>&, const T&);
YG_INSTANTIATE(double)
YG_INSTANTIATE(Real)
#undef YG_INSTANTIATE

}  // namespace yologold::ref
