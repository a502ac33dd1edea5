#pragma once
#include "train/training.hpp"

namespace yologold {

/// Puts the anchors of training.config.anchors into the variant, in pixels of the network's input: as listed, or where it says "auto" by k-means under shape
/// IOU over the training split's objects, by rising area. Their number is that of the variant's own. Throws Error where it differs or v1 is asked for anchors.
void choose_anchors(Variant& variant, const Training& training);

}  // namespace yologold
