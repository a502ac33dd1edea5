#pragma once
#include "bounds/backend.hpp"

namespace yologold::bounds_test {

/// The corner and the centred kernels in float, as compiled with certain options.
struct FloatBuild {
  Kernels<float> corner, centred;
};
FloatBuild plain_o2();
FloatBuild plain_o3();
FloatBuild fused_o2();
FloatBuild fused_o3();

}  // namespace yologold::bounds_test
