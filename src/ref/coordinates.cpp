#include "ref/box_loss.hpp"
#include "ref/decode.hpp"
#include "ref/loss.hpp"

namespace yologold::ref {

namespace {

/// e(w) - e(w^) of v1; k is 2 for w, 3 for h.
template <class T>
T v1_size_error(const Problem<T>& p, const Slot& slot, const T& truth, std::int64_t k) {
  const Variant& v = p.variant;
  const Box<T> values = activated_box(p, slot);
  const T& size = k == 2 ? values.w : values.h;
  if (v.size_error == SizeError::none) return truth - size;
  if (v.size_error == SizeError::log) return log(truth) - log(size);
  return sqrt(truth) - (v.activation == Activation::linear_sqrt ? p.logit(slot, k) : T(sqrt(size)));
}

/// ln(w/pw) - tw, by the anchor in the frame.
template <class T>
T log_size_error(const T& truth, double anchor, const T& unit, const T& t) {
  return log(truth / (T(anchor) * unit)) - t;
}

template <class T>
Four<T> t_space_sizes(const Problem<T>& p, const Match<T>& match) {
  const Frame<T> f = frame(p, match.slot.head);
  const Box<T> truth = truth_box(p, match.slot.head, *match.object);
  const Anchor& anchor = p.anchor(match.slot);
  return {T(0), T(0), log_size_error(truth.w, anchor.w, f.anchor_x, p.logit(match.slot, 2)),
          log_size_error(truth.h, anchor.h, f.anchor_y, p.logit(match.slot, 3))};
}

template <class T>
Four<T> v2_sizes(const Problem<T>& p, const Match<T>& match) {
  const SizeSpace space = p.variant.size_space;
  if (space == SizeSpace::t_space) return t_space_sizes(p, match);
  const Box<T> values = activated_box(p, match.slot);
  const T &w = match.object->w, &h = match.object->h;
  if (space == SizeSpace::sqrt) return {T(0), T(0), sqrt(w) - sqrt(values.w), sqrt(h) - sqrt(values.h)};
  const HeadShape& shape = p.shapes[static_cast<std::size_t>(match.slot.head)];
  T unit_x(1), unit_y(1);
  if (space == SizeSpace::grid) unit_x = T(static_cast<double>(shape.w)), unit_y = T(static_cast<double>(shape.h));
  if (space == SizeSpace::pixel) unit_x = T(p.variant.image[0]), unit_y = T(p.variant.image[1]);
  return {T(0), T(0), unit_x * (w - values.w), unit_y * (h - values.h)};
}

template <class T>
T logit_of(const Problem<T>& p, const T& offset) {
  const T eps(p.variant.offset_eps);
  const T clamped = most(eps, least<T>(offset, T(1) - eps));
  return log(clamped / (T(1) - clamped));
}

}  // namespace

template <class T>
Four<T> coordinate_errors(const Problem<T>& p, const Match<T>& match) {
  const Slot& slot = match.slot;
  const Place<T>& place = match.place;
  if (p.is(Family::v4)) {
    const BoxPair<T> pair = box_pair(p, slot, *match.object);
    return {pair.scale_x * (pair.truth.x - pair.pred.x), pair.scale_y * (pair.truth.y - pair.pred.y), pair.scale_x * (pair.truth.w - pair.pred.w),
            pair.scale_y * (pair.truth.h - pair.pred.h)};
  }
  if (p.is(Family::v3)) {
    const Four<T> sizes = t_space_sizes(p, match);
    return {logit_of(p, place.off_x) - p.logit(slot, 0), logit_of(p, place.off_y) - p.logit(slot, 1), sizes[2], sizes[3]};
  }
  const Box<T> values = activated_box(p, slot);
  if (p.is(Family::v1))
    return {place.off_x - values.x, place.off_y - values.y, v1_size_error(p, slot, match.object->w, 2), v1_size_error(p, slot, match.object->h, 3)};
  const Four<T> sizes = v2_sizes(p, match);
  return {place.off_x - values.x, place.off_y - values.y, sizes[2], sizes[3]};
}

template <class T>
T coordinate_scale(const Problem<T>& p, const Match<T>& match) {
  if (p.is(Family::v1) || p.variant.coordinate_scale == CoordinateScale::off) return T(1);
  if (p.variant.coordinate_scale == CoordinateScale::prediction) {
    const Box<T> values = activated_box(p, match.slot);
    return T(2) - values.w * values.h;
  }
  const T room = T(2) - match.object->w * match.object->h;
  if (p.variant.coordinate_scale == CoordinateScale::sqrt) return sqrt(room);
  if (p.variant.coordinate_scale == CoordinateScale::squared) return square(room);
  return room;
}

template <class T>
T coordinate_loss(const Problem<T>& p, const Match<T>& match) {
  if (is_squared(p)) {
    T sum(0);
    for (const T& error : coordinate_errors(p, match)) sum += square(error);
    return sum;
  }
  const BoxPair<T> pair = box_pair(p, match.slot, *match.object);
  const T weight = p.variant.alpha == Alpha::differentiated ? alpha(p.variant, pair) : match.alpha;
  return box_loss(p.variant, pair, weight);
}

#define YG_INSTANTIATE(T)                                                 \
  template Four<T> coordinate_errors(const Problem<T>&, const Match<T>&); \
  template T coordinate_scale(const Problem<T>&, const Match<T>&);        \
  template T coordinate_loss(const Problem<T>&, const Match<T>&);
YG_INSTANTIATE(double)
YG_INSTANTIATE(Real)
#undef YG_INSTANTIATE

}  // namespace yologold::ref
