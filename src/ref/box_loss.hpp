#pragma once
#include "ref/box.hpp"
#include "ref/problem.hpp"

namespace yologold::ref {

/// A predicted and a true box in the frame of their head, and the unit of box_space in that frame.
template <class T>
struct BoxPair {
  Box<T> pred, truth;
  T scale_x, scale_y;  ///< box_space units in a frame unit
};

template <class T>
BoxPair<T> box_pair(const Problem<T>& p, const Slot& slot, const Object<T>& object);

/// atan(w/h) - atan(w^/h^), exactly 0 where the two are equal.
template <class T>
T aspect_difference(const BoxPair<T>& pair);

/// v = 4/pi^2 (atan(w/h) - atan(w^/h^))^2
template <class T>
T aspect(const BoxPair<T>& pair) {
  return T(4) / square(pi<T>()) * square(aspect_difference(pair));
}

/// alpha = v/(1 - IOU + v); 0 where v = 0, where the variant says so, and where the box loss has none.
template <class T>
T alpha(const Variant& variant, const BoxPair<T>& pair);

/// The squared diagonal of the hull, in box_space.
template <class T>
T hull_diagonal(const BoxPair<T>& pair) {
  const Overlap<T> o(pair.pred, pair.truth);
  return square<T>(pair.scale_x * o.hull_w) + square<T>(pair.scale_y * o.hull_h);
}

/// rho^2/d^2; 0 where the diagonal is 0.
template <class T>
T distance_term(const BoxPair<T>& pair);

/// (hull - union)/hull, each area taken relative to the hull before anything can overflow.
template <class T>
T hull_term(const BoxPair<T>& pair);

/// The box loss of v4, all but `squared`.
/// @param alpha  the weight of the aspect term
template <class T>
T box_loss(const Variant& variant, const BoxPair<T>& pair, const T& alpha);

}  // namespace yologold::ref
