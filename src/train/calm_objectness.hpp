#pragma once
#include "network/network.hpp"

namespace yologold {

/// Sets the biases of the objectness channels before every head to ln(p / (1 - p)), so that a fresh network claims an object in a slot with probability p.
/// At 1/2 the thousands of empty slots would rule the first steps (Lin et al. 2017, "Focal Loss for Dense Object Detection", section 4.1, "Initialization").
/// Only for heads in layout nchw with a convolution before them, and objectness that is logistic; others stay as they are.
void calm_objectness(Network& network, double probability);

}  // namespace yologold
