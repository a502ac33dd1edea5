#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "detect/detection.hpp"
#include "yologold/engine.hpp"

namespace yologold {

/// The boxes that the raw heads of one image claim, one for every (slot, class) with objectness x class probability > threshold; unsorted, not suppressed.
///   v1:     ((col + x)/W, (row + y)/H, w, h) by the variant's activation, class probabilities of the cell
///   v2:     ((col + sigma(tx))/W, (row + sigma(ty))/H, pw e^tw, ph e^th), softmax of the classes
///   v3, v4: as v2 with s sigma(t) - (s - 1)/2 for sigma(t), s the head's grid sensitivity (v3: 1); logistic of each class
/// Boxes are fractions of the network input. Slots whose logits are not finite claim nothing.
/// @param variant  resolved: as Plan::variant() gives it
/// @param heads  f32 views of the shapes, on images [0, n)
/// @param image  which image of the batch
std::vector<Detection> decode(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, std::int64_t image, double threshold);

}  // namespace yologold
