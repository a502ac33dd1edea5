#pragma once
#include "diagnose/scene.hpp"

namespace yologold {

/// Elements that a mistake gives other values than the gradient has, per head, each once, in rising order where they are put.
using Patch = std::vector<std::vector<Element>>;

/// Puts the patch's values in the place of the gradient's. What another mistake multiplied an element of the golden by stays: it multiplies the patch's value.
/// @param adds  also where the prediction lists nothing
void put(Prediction& prediction, const Scene& scene, const Patch& patch, bool adds);

}  // namespace yologold
