#pragma once
#include <vector>

#include "ref/box_loss.hpp"
#include "ref/loss.hpp"

namespace yologold::ref {

/// Per head, as layout nchw.
template <class T>
using Tensors = std::vector<std::vector<T>>;

/// dL/dt by the chain rule.
template <class T>
Tensors<T> gradient(const Problem<T>& p, const Assignment<T>& a);

/// What darknet leaves in its delta tensor: scale (target - value), no factor 2, no derivative of the activation.
template <class T>
Tensors<T> delta(const Problem<T>& p, const Assignment<T>& a);

/// d(x y w h of the box in the head's frame)/d(tx ty tw th).
template <class T>
Four<T> frame_rates(const Problem<T>& p, const Slot& slot);

/// dIOU/d(x y w h) of the predicted box, in the frame.
template <class T>
Four<T> iou_slopes(Subgradient rule, const Box<T>& pred, const Box<T>& truth);

/// d box_loss/d(tx ty tw th).
/// @param rates  frame_rates of the slot
/// @param alpha  the weight of the aspect term
template <class T>
Four<T> box_loss_slopes(const Variant& variant, const BoxPair<T>& pair, const Four<T>& rates, const T& alpha);

/// d(coordinate_scale coordinate_loss)/d(tx ty tw th).
template <class T>
Four<T> coordinate_slopes(const Problem<T>& p, const Match<T>& match);

}  // namespace yologold::ref
