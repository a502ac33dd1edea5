#pragma once
#include <array>

#include "bounds/ball.hpp"
#include "yologold/variant.hpp"

namespace yologold::bounds {

/// A predicted and a true box as a backend may hold them: by their positions in the unit of the box loss, and by the difference of their centres.
struct BoxPair {
  struct Box {
    Ball x, y, w, h;
  };
  Box pred, truth;
  Ball dx, dy;                ///< prediction minus truth, formed within the cell
  std::array<Ball, 4> rates;  ///< d(x y w h)/d(tx ty tw th) of the prediction
};

/// IOU of the two, in every admissible shape; exactly 0 where the prediction's size is negative.
Ball iou(const BoxPair& pair);

/// factor times the derivatives of the IOU by tx ty tw th, in every admissible shape.
/// @param tie  the derivative of min and max where both are equal
std::array<Ball, 4> iou_slopes(double tie, const BoxPair& pair, const Ball& factor);

/// A box loss and its derivatives by tx ty tw th.
struct BoxTerm {
  Ball value;
  std::array<Ball, 4> slopes;
};

/// The box loss of v4, all but `squared`, in every admissible shape.
BoxTerm box_loss(const Variant& variant, const BoxPair& pair);

/// alpha of the CIOU and the factors it gives to the derivatives of v and of the IOU.
struct AspectWeight {
  Ball alpha, of_aspect, of_miss;
};
AspectWeight aspect_weight(const Variant& variant, const Ball& v, const Ball& miss, const Ball& iou);

// The two shapes of each.
Ball corner_iou(const BoxPair& pair);
Ball centred_iou(const BoxPair& pair);
std::array<Ball, 4> corner_iou_slopes(double tie, const BoxPair& pair, const Ball& factor);
std::array<Ball, 4> centred_iou_slopes(double tie, const BoxPair& pair, const Ball& factor);
BoxTerm corner_box_loss(const Variant& variant, const BoxPair& pair);
BoxTerm centred_box_loss(const Variant& variant, const BoxPair& pair);

/// The derivative of min and max where both are equal.
inline double tie_of(const Variant& v) { return v.subgradient == Subgradient::midpoint ? 0.5 : v.subgradient == Subgradient::first ? 1 : 0; }

}  // namespace yologold::bounds
