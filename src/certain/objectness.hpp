#pragma once
#include "certain/box_loss.hpp"

namespace yologold::certain {

/// Objectness: value and derivative by to, before any factor; `error` is C^ - target where it is squared.
template <class S>
struct Objectness {
  S value, slope, error;
};

/// Against 0: a slot that no truth took.
template <class S>
Objectness<S> empty_objectness(const Problem& p, double t) {
  const bool delta = p.model.delta();
  if (is_linear(p.variant())) return {square(S(t)), delta ? -S(t) : S(2.0) * S(t), S(t)};
  const Logistic<S> s(t);
  if (!p.model.squared_objectness()) return {softplus(t, s.decay), delta ? -s.rise : s.rise, s.rise};
  const S both = square(s.rise);
  return {both, delta ? -s.rise : S(2.0) * both * s.fall, s.rise};
}

/// Against the IOU of the slot, or 1.
template <class S>
Objectness<S> taken_objectness(const Problem& p, double t, const S& iou) {
  const bool delta = p.model.delta();
  if (!p.model.squared_objectness()) {
    const Logistic<S> s(t);
    return {softplus(-t, s.decay), delta ? s.fall : -s.fall, s.rise};
  }
  const bool one = p.variant().iou_target == IouTarget::one;
  if (is_linear(p.variant())) {
    const S error = S(t) - (one ? S(1.0) : iou);
    return {square(error), delta ? -error : S(2.0) * error, error};
  }
  const Logistic<S> s(t);
  const S error = one ? -s.fall : s.rise - iou;
  return {square(error), delta ? -error : S(2.0) * error * (s.rise * s.fall), error};
}

}  // namespace yologold::certain
