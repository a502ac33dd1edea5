#include "ref/decode.hpp"

namespace yologold::ref {

template <class T>
Frame<T> frame(const Problem<T>& p, int head) {
  const HeadShape& shape = p.shapes[static_cast<std::size_t>(head)];
  const T w(static_cast<double>(shape.w)), h(static_cast<double>(shape.h));
  if (p.is(Family::v1) || p.variant.anchor_unit == AnchorUnit::grid) return {w, h, T(1), T(1), T(1), T(1)};
  if (p.variant.anchor_unit == AnchorUnit::image) return {w, h, T(1), T(1), w, h};

  // A power of two keeps the products of cells and pixels near 1 and is exact.
  const T scale(1.0 / 65536);
  const T image_w = T(p.variant.image[0]) * scale, image_h = T(p.variant.image[1]) * scale;
  return {w * image_w, h * image_h, image_w, image_h, w * scale, h * scale};
}

template <class T>
Box<T> truth_box(const Problem<T>& p, int head, const Object<T>& object) {
  const Frame<T> f = frame(p, head);
  return {object.x * f.image_x, object.y * f.image_y, object.w * f.image_x, object.h * f.image_y};
}

namespace {

template <class T>
T v1_value(const Problem<T>& p, const Slot& slot, std::int64_t k) {
  const T& t = p.logit(slot, k);
  return is_linear(p.variant.activation) ? t : sigma(t);
}

template <class T>
T v1_size(const Problem<T>& p, const Slot& slot, std::int64_t k) {
  return p.variant.activation == Activation::linear_sqrt ? square(p.logit(slot, k)) : v1_value(p, slot, k);
}

/// s sigma(t) - (s - 1)/2
template <class T>
T offset(const Problem<T>& p, const Slot& slot, std::int64_t k) {
  if (p.is(Family::v1)) return v1_value(p, slot, k);
  const T s(p.is(Family::v4) ? p.variant.scale_xy[static_cast<std::size_t>(slot.head)] : 1.0);
  return s * sigma(p.logit(slot, k)) - (s - T(1)) / T(2);
}

}  // namespace

template <class T>
Box<T> frame_box(const Problem<T>& p, const Slot& slot) {
  const Frame<T> f = frame(p, slot.head);
  const T x = (T(static_cast<double>(slot.x)) + offset(p, slot, 0)) * f.cell_x;
  const T y = (T(static_cast<double>(slot.y)) + offset(p, slot, 1)) * f.cell_y;
  if (p.is(Family::v1)) return {x, y, v1_size(p, slot, 2) * f.image_x, v1_size(p, slot, 3) * f.image_y};
  const Anchor& anchor = p.anchor(slot);
  return {x, y, T(anchor.w) * exp(p.logit(slot, 2)) * f.anchor_x, T(anchor.h) * exp(p.logit(slot, 3)) * f.anchor_y};
}

template <class T>
Box<T> activated_box(const Problem<T>& p, const Slot& slot) {
  const Frame<T> f = frame(p, slot.head);
  const Box<T> box = frame_box(p, slot);
  return {offset(p, slot, 0), offset(p, slot, 1), box.w / f.image_x, box.h / f.image_y};
}

template <class T>
T objectness(const Problem<T>& p, const Slot& slot) {
  return p.is(Family::v1) ? v1_value(p, slot, 4) : sigma(p.logit(slot, 4));
}

template <class T>
std::vector<T> class_values(const Problem<T>& p, const Slot& slot) {
  const std::int64_t classes = p.shapes[static_cast<std::size_t>(slot.head)].c;
  std::vector<T> values;
  for (std::int64_t c = 0; c < classes; c++) values.push_back(p.logit(slot, 5 + c));

  // Leave, squash, or share out the logits.
  if (p.is(Family::v1) && p.variant.activation != Activation::logistic) return values;
  if (p.is(Family::v3) || p.is(Family::v4)) {
    for (T& value : values) value = sigma(value);
    return values;
  }
  const T top = values.empty() ? T(0) : values[static_cast<std::size_t>(best_class(p, slot))];
  T sum(0);
  for (T& value : values) sum += value = exp(value - top);
  for (T& value : values) value = value / sum;
  return values;
}

template <class T>
std::int32_t best_class(const Problem<T>& p, const Slot& slot) {
  std::int32_t best = 0;
  for (std::int32_t c = 1; c < p.shapes[static_cast<std::size_t>(slot.head)].c; c++)
    if (p.logit(slot, 5 + c) > p.logit(slot, 5 + best)) best = c;
  return best;
}

#define YG_INSTANTIATE(T)                                               \
  template Frame<T> frame(const Problem<T>&, int);                      \
  template Box<T> truth_box(const Problem<T>&, int, const Object<T>&);  \
  template Box<T> frame_box(const Problem<T>&, const Slot&);            \
  template Box<T> activated_box(const Problem<T>&, const Slot&);        \
  template T objectness(const Problem<T>&, const Slot&);                \
  template std::vector<T> class_values(const Problem<T>&, const Slot&); \
  template std::int32_t best_class(const Problem<T>&, const Slot&);
YG_INSTANTIATE(double)
YG_INSTANTIATE(Real)
#undef YG_INSTANTIATE

}  // namespace yologold::ref
