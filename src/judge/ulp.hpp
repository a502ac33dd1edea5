#pragma once
#include "files/tensor.hpp"

namespace yologold {

/// The error |got - want| in units of the last place that `type` has at `want`. 0 where both are the same infinity or both NaN;
/// infinite where only one of them is NaN or infinite. A correctly rounded result has at most 1/2.
double ulp_error(double got, double want, TensorType type);

/// The largest finite number of a float type.
double largest(TensorType type);

}  // namespace yologold
