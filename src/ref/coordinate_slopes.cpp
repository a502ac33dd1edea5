#include "ref/decode.hpp"
#include "ref/gradient.hpp"

namespace yologold::ref {

namespace {

/// dx^/dtx as an offset in the cell.
template <class T>
T offset_rate(const Problem<T>& p, const Slot& slot, std::int64_t k) {
  if (p.is(Family::v1) && is_linear(p.variant.activation)) return T(1);
  const T slope = sigma_slope(p.logit(slot, k));
  return p.is(Family::v4) ? T(p.variant.scale_xy[static_cast<std::size_t>(slot.head)]) * slope : slope;
}

/// d e(w^)/dtw of v1.
template <class T>
T v1_size_rate(const Problem<T>& p, const Slot& slot, std::int64_t k) {
  const Variant& v = p.variant;
  const T& t = p.logit(slot, k);
  if (v.activation == Activation::linear_sqrt) return v.size_error == SizeError::sqrt ? T(1) : v.size_error == SizeError::none ? T(2) * t : T(2) / t;
  if (v.activation == Activation::linear) return v.size_error == SizeError::sqrt ? T(1) / (T(2) * sqrt(t)) : v.size_error == SizeError::none ? T(1) : T(1) / t;
  if (v.size_error == SizeError::sqrt) return sqrt(sigma(t)) * sigma(T(-t)) / T(2);
  return v.size_error == SizeError::none ? sigma_slope(t) : sigma(T(-t));
}

/// d(prediction)/dt of the four numbers that coordinate_errors compares.
template <class T>
Four<T> error_rates(const Problem<T>& p, const Match<T>& match) {
  const Slot& slot = match.slot;
  if (p.is(Family::v3)) return {T(1), T(1), T(1), T(1)};
  if (p.is(Family::v4)) {
    const BoxPair<T> pair = box_pair(p, slot, *match.object);
    const Four<T> rates = frame_rates(p, slot);
    return {pair.scale_x * rates[0], pair.scale_y * rates[1], pair.scale_x * rates[2], pair.scale_y * rates[3]};
  }
  const T x = offset_rate(p, slot, 0), y = offset_rate(p, slot, 1);
  if (p.is(Family::v1)) return {x, y, v1_size_rate(p, slot, 2), v1_size_rate(p, slot, 3)};

  const Box<T> values = activated_box(p, slot);
  const HeadShape& shape = p.shapes[static_cast<std::size_t>(slot.head)];
  switch (p.variant.size_space) {
    case SizeSpace::grid:
      return {x, y, T(static_cast<double>(shape.w)) * values.w, T(static_cast<double>(shape.h)) * values.h};
    case SizeSpace::image:
      return {x, y, values.w, values.h};
    case SizeSpace::pixel:
      return {x, y, T(p.variant.image[0]) * values.w, T(p.variant.image[1]) * values.h};
    case SizeSpace::t_space:
      return {x, y, T(1), T(1)};
    case SizeSpace::sqrt:
      break;
  }
  return {x, y, sqrt(values.w) / T(2), sqrt(values.h) / T(2)};
}

template <class T>
Four<T> unscaled_slopes(const Problem<T>& p, const Match<T>& match) {
  if (!is_squared(p)) return box_loss_slopes(p.variant, box_pair(p, match.slot, *match.object), frame_rates(p, match.slot), match.alpha);
  const Four<T> errors = coordinate_errors(p, match), rates = error_rates(p, match);
  Four<T> slopes;
  for (std::size_t i = 0; i < 4; i++) slopes[i] = T(-2) * errors[i] * rates[i];
  return slopes;
}

}  // namespace

template <class T>
Four<T> frame_rates(const Problem<T>& p, const Slot& slot) {
  const Frame<T> f = frame(p, slot.head);
  const T x = offset_rate(p, slot, 0) * f.cell_x, y = offset_rate(p, slot, 1) * f.cell_y;
  const Box<T> box = frame_box(p, slot);
  if (!p.is(Family::v1)) return {x, y, box.w, box.h};
  const auto rate = [&](std::int64_t k) {
    const T& t = p.logit(slot, k);
    if (p.variant.activation == Activation::linear_sqrt) return T(T(2) * t);
    return p.variant.activation == Activation::linear ? T(1) : sigma_slope(t);
  };
  return {x, y, rate(2) * f.image_x, rate(3) * f.image_y};
}

template <class T>
Four<T> coordinate_slopes(const Problem<T>& p, const Match<T>& match) {
  Four<T> slopes = unscaled_slopes(p, match);
  const T scale = coordinate_scale(p, match);
  for (T& slope : slopes) slope = slope * scale;
  if (p.is(Family::v1) || p.variant.coordinate_scale != CoordinateScale::prediction) return slopes;

  // Add the part of the factor 2 - w^ h^.
  const Box<T> values = activated_box(p, match.slot);
  const T part = coordinate_loss(p, match) * values.w * values.h;
  slopes[2] = slopes[2] - part;
  slopes[3] = slopes[3] - part;
  return slopes;
}

#define YG_INSTANTIATE(T)                                       \
  template Four<T> frame_rates(const Problem<T>&, const Slot&); \
  template Four<T> coordinate_slopes(const Problem<T>&, const Match<T>&);
YG_INSTANTIATE(double)
YG_INSTANTIATE(Real)
#undef YG_INSTANTIATE

}  // namespace yologold::ref
