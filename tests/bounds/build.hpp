#pragma once
#include "bounds/backend.hpp"

namespace yologold::bounds_test {

/// The kernels of one backend, over one scalar type.
template <class S>
struct Kernels {
  const char* name;
  bool stable;  ///< the centred shape
  S (*iou)(const PairInput<S>&);
  void (*box)(const PairInput<S>&, Mistake, S*);
  S (*objectness)(int family, S t, S target);
  void (*classes)(int family, bool stable, const S* t, const bool* hot, int n, S* out);
};

/// The corner and the centred kernels in float, as compiled with certain options.
struct FloatBuild {
  Kernels<float> corner, centred;
};
FloatBuild plain_o2();
FloatBuild plain_o3();
FloatBuild fused_o2();
FloatBuild fused_o3();

}  // namespace yologold::bounds_test
