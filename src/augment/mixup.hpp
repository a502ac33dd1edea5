#pragma once
#include "augment/view.hpp"

namespace yologold {

/// Blends two pictures of one size: lambda image + (1 - lambda) other, lambda from Beta(alpha, alpha) (Zhang et al. 2018, "mixup"). The objects of both stay,
/// each with its share as the weight of its loss (Zhang et al. 2019, "Bag of Freebies for Training Object Detection Neural Networks", section 3.1).
void mixup(LabelledImage& image, const LabelledImage& other, double alpha, KeyedRandom& random);

/// A number from Beta(alpha, alpha): x / (x + y) for x, y from Gamma(alpha, 1).
double symmetric_beta(double alpha, KeyedRandom& random);

}  // namespace yologold
