#pragma once
#include <vector>

#include "json/json.hpp"
#include "json/place.hpp"
#include "yologold/variant.hpp"

namespace yologold {

/// The loss for a network: the choices and numbers of `wanted` (a name, a file, or an object as in configs/variants), and what depends on the heads from the
/// network's own variant: classes, predictors, image, anchors with their unit, masks, grid sensitivity where both have it. An object's own anchors and scale_xy
/// hold. Throws Error where the families' heads differ (v1 against v2, v3, v4).
Variant choose_loss(const Variant& of_network, const Json& wanted, const Place& place);

}  // namespace yologold
