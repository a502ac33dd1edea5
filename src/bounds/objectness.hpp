#pragma once
#include <array>
#include <span>

#include "bounds/boxes.hpp"
#include "bounds/logistic.hpp"

namespace yologold::bounds {

/// The objectness loss of a logit against a target, before any factor: (C^ - target)^2 in v1 and v2, cross-entropy in v3 and v4.
/// The slope under darknet-delta: target - C^.
Term objectness(const Variant& variant, const Ball& t, const Ball& target);

/// What the objectness of a taken slot of v1 and v2 is held against: the largest IOU.
/// @param pairs  the kept ones of the slot, one at least
Ball largest_iou(std::span<const BoxPair> pairs);

/// factor times the derivatives of that IOU by tx ty tw th. Where rounding leaves open whose it is, any of them.
std::array<Ball, 4> largest_iou_slopes(const Variant& variant, std::span<const BoxPair> pairs, const Ball& factor);

}  // namespace yologold::bounds
