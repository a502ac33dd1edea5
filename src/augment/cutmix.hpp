#pragma once
#include "augment/view.hpp"

namespace yologold {

/// Puts a patch of `other` at the same place into `image` (both of one size). Its share of the area is 1 - lambda, lambda uniform in [0, 1], its centre
/// uniform, cut at the border: Yun et al. 2019, "CutMix", section 3.1 and appendix A. For boxes, which the paper does not have, pixels decide: those of `image`
/// shrink to what is left in sight, those of `other` to the patch; a box of which less than `least_visible` is left is dropped.
void cutmix(LabelledImage& image, const LabelledImage& other, double least_visible, KeyedRandom& random);

}  // namespace yologold
