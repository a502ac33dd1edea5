#pragma once
#include <array>

#include "ref/assignment.hpp"

namespace yologold::ref {

/// Four numbers, of x y w h.
template <class T>
using Four = std::array<T, 4>;

/// The four coordinate errors of a pair, target minus prediction, each in the space the variant squares it in. Not for the IOU losses.
template <class T>
Four<T> coordinate_errors(const Problem<T>& p, const Match<T>& match);

/// The factor of coordinate_scale.
template <class T>
T coordinate_scale(const Problem<T>& p, const Match<T>& match);

/// True where the coordinate loss is a sum of squares.
template <class T>
bool is_squared(const Problem<T>& p) {
  return !p.is(Family::v4) || p.variant.box_loss == BoxLoss::squared;
}

/// The coordinate loss of a pair before coordinate_scale and any other factor.
template <class T>
T coordinate_loss(const Problem<T>& p, const Match<T>& match);

/// The IOU or 1 that a positive slot's objectness is trained towards, at the current boxes where it is differentiated.
template <class T>
T objectness_target(const Problem<T>& p, const Assignment<T>& a, const Positive<T>& positive);

/// The terms of a loss.
template <class T>
struct Terms {
  T coord = T(0), obj = T(0), noobj = T(0), classes = T(0);

  T sum() const { return coord + obj + noobj + classes; }
  void add(const Terms& other) { coord += other.coord, obj += other.obj, noobj += other.noobj, classes += other.classes; }
};

/// The loss of one cell, every factor included.
template <class T>
Terms<T> cell_loss(const Problem<T>& p, const Assignment<T>& a, const Slot& at);

}  // namespace yologold::ref
