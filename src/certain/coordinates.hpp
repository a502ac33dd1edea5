#pragma once
#include "certain/box_loss.hpp"
#include "yologold/error.hpp"

namespace yologold::certain {

/// Prediction minus truth in the space of the loss, and its derivative by the logit.
template <class S>
struct Difference {
  S error, rate;
};

/// v1, w^ - w in the space of size_error.
template <class S>
Difference<S> v1_size(const Variant& v, double t, double truth) {
  const S one(1.0), half(0.5), two(2.0), x(t);
  if (is_linear(v)) {
    const bool squared = v.activation == Activation::linear_sqrt;
    if (v.size_error == SizeError::none) return squared ? Difference<S>{square(x) - S(truth), two * x} : Difference<S>{x - S(truth), one};
    if (squared && v.size_error == SizeError::sqrt) return {x - sqrt(S(truth)), one};
    if (squared ? t == 0 : t <= 0)
      throw Error("heads", "a size logit <= 0 has no root or logarithm, so there is no value to certify", "activation logistic, or size_error none");
    if (v.size_error == SizeError::log) return {log((squared ? square(x) : x) / S(truth)), (squared ? two : one) / x};
    return {sqrt(x) - sqrt(S(truth)), half / sqrt(x)};
  }
  const Logistic<S> s(t);
  if (v.size_error == SizeError::none) return {s.rise - S(truth), s.rise * s.fall};
  if (v.size_error == SizeError::log) return {-softplus(-t, s.decay) - log(S(truth)), s.fall};
  const S root = sqrt(s.rise);
  return {root - sqrt(S(truth)), half * root * s.fall};
}

/// v2 and v4 squared, w^ - w in the space of the loss; both sizes in the frame, `unit` of the loss in one frame unit.
template <class S>
Difference<S> framed_size(bool root, const S& pred, const S& truth, const S& unit) {
  if (!root) return {unit * (pred - truth), unit * pred};
  const S side = sqrt(unit * pred);
  return {side - sqrt(unit * truth), S(0.5) * side};
}

/// t - ln(w/pw).
template <class S>
Difference<S> log_size(double t, const S& truth, const S& anchor) {
  return {S(t) - log(truth / anchor), S(1.0)};
}

/// t - logit(off), the offset clamped to [eps, 1 - eps].
template <class S>
Difference<S> logit_offset(double t, const S& off, double eps) {
  const S one(1.0), low(eps), clamped = larger(low, smaller(off, one - low));
  return {S(t) - log(clamped / (one - clamped)), one};
}

/// One axis of a squared coordinate term.
template <class S>
struct SquaredAxis {
  Difference<S> centre, size;
};

/// The units of the loss in one frame unit, v2.
template <class S>
S v2_unit(SizeSpace space, std::int64_t cells, double pixels, const S& image) {
  return (space == SizeSpace::grid ? whole<S>(cells) : space == SizeSpace::pixel ? S(pixels) : S(1.0)) / image;
}

template <class S>
SquaredAxis<S> squared_axis(const Problem& p, const Slot& slot, const Decoded<S>& d, const Truth& truth, bool vertical) {
  const Variant& v = p.variant();
  const Frame<S> f = frame<S>(p, slot.head);
  const HeadShape& shape = p.shape(slot);
  const Offset<S> offset(p, slot, truth);
  const int k = vertical ? 1 : 0;
  const S &off = vertical ? offset.y : offset.x, &value = vertical ? d.y : d.x, &pred = vertical ? d.h : d.w, &image = vertical ? f.image_y : f.image_x;
  const double t_centre = p.box_logit(slot, k), t_size = p.box_logit(slot, 2 + k), size = vertical ? truth.h : truth.w;
  const Difference<S> centre{value - off, d.rate[k]};
  if (p.is(Family::v1)) return {centre, v1_size<S>(v, t_size, size)};

  const S truth_size = S(size) * image;
  if (p.is(Family::v4)) {
    const BoxUnits<S> units(p, slot.head);
    const S unit = vertical ? units.y : units.x, cell = unit * (vertical ? f.cell_y : f.cell_x);
    return {{cell * centre.error, cell * centre.rate}, framed_size(false, pred, truth_size, unit)};
  }
  const S anchor = vertical ? S(p.anchor(slot).h) * f.anchor_y : S(p.anchor(slot).w) * f.anchor_x;
  if (p.is(Family::v3)) return {logit_offset(t_centre, off, v.offset_eps), log_size(t_size, truth_size, anchor)};
  if (v.size_space == SizeSpace::t_space) return {centre, log_size(t_size, truth_size, anchor)};
  const S unit = v2_unit(v.size_space, vertical ? shape.h : shape.w, v.image[static_cast<std::size_t>(k)], image);
  return {centre, framed_size(v.size_space == SizeSpace::sqrt, pred, truth_size, unit)};
}

/// The sum of four squares; under darknet-delta the slopes are -error (v3: of the offsets themselves).
template <class S>
Term<S> squared_coordinates(const Problem& p, const Slot& slot, const Decoded<S>& d, const Truth& truth) {
  const bool delta = p.model.delta();
  const SquaredAxis<S> x = squared_axis(p, slot, d, truth, false), y = squared_axis(p, slot, d, truth, true);
  const Difference<S>* const all[] = {&x.centre, &y.centre, &x.size, &y.size};
  Term<S> term;
  for (int k = 0; k < 4; ++k) {
    term.value += square(all[k]->error);
    term.slope[k] = delta ? -all[k]->error : S(2.0) * all[k]->error * all[k]->rate;
  }
  if (!delta || !p.is(Family::v3)) return term;
  const Offset<S> off(p, slot, truth);
  term.slope[0] = off.x - d.x;
  term.slope[1] = off.y - d.y;
  return term;
}

/// The coordinate term of a pair, before lambda and weight.
template <class S>
Term<S> coordinates(const Problem& p, const Slot& slot, const Decoded<S>& d, const Truth& truth) {
  const Variant& v = p.variant();
  Term<S> term = p.model.squared_coord() ? squared_coordinates(p, slot, d, truth) : box_loss(p, slot, d, truth);
  if (p.is(Family::v1) || v.coordinate_scale == CoordinateScale::off) return term;

  // Multiply by the coordinate scale.
  const Frame<S> f = frame<S>(p, slot.head);
  const bool predicted = v.coordinate_scale == CoordinateScale::prediction;
  const S area = predicted ? (d.w / f.image_x) * (d.h / f.image_y) : S(truth.w) * S(truth.h), room = S(2.0) - area;
  const S scale = v.coordinate_scale == CoordinateScale::sqrt ? sqrt(room) : v.coordinate_scale == CoordinateScale::squared ? square(room) : room;
  for (int k = 0; k < 4; ++k) term.slope[k] = term.slope[k] * scale;
  if (predicted && !p.model.delta())
    for (int k = 2; k < 4; ++k) term.slope[k] += -(term.value * area);
  term.value = term.value * scale;
  return term;
}

}  // namespace yologold::certain
