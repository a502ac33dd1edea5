#pragma once
#include "bounds/build.hpp"
#include "bounds/scene.hpp"
#include "selftest/play.hpp"

namespace yologold::bounds_test {

/// Runs kernels over a scene with its own assignment; the gradient at the offsets of the head.
/// @param logits  as the backend reads them
template <class S>
std::vector<double> play(const Scene& scene, const Kernels<S>& kernels, const std::vector<S>& logits, double (*value)(S)) {
  selftest::Trial trial;
  trial.golden.inputs = Inputs{scene.variant, LayoutName::nchw, {scene.shape}, {}, TruthBatch(1)};
  for (const Truth& truth : scene.truths) trial.golden.inputs.truths.add(0, truth);
  trial.report = scene.report;
  trial.roles = scene.roles;
  return selftest::Player<S>(trial, kernels, Mistake::none, {logits}, value).play()[0];
}

}  // namespace yologold::bounds_test
