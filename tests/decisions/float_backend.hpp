#pragma once
#include "bounds/build.hpp"
#include "bounds/play.hpp"
#include "bounds/scene.hpp"
#include "golden/tensors.hpp"
#include "judge/compare.hpp"

namespace yologold::decisions_test {

/// One image, one head, and its golden.
struct Setup {
  Variant variant;
  HeadShape shape;
  std::vector<float> logits;
  std::vector<Truth> truths;

  /// Logits 0.
  Setup(const Variant& variant, const HeadShape& shape, const std::vector<Truth>& truths);

  GoldenCase golden() const;
  Layout layout() const { return layout_of(LayoutName::nchw, shape); }
  float& logit(std::int64_t anchor, std::int64_t channel, std::int64_t y, std::int64_t x);
};

/// Who owns what.
struct Choices {
  std::vector<Pair> pairs;
  std::vector<Role> roles;
};

/// The place of a pair's slot among the roles.
std::size_t place_of(const Pair& pair, const HeadShape& shape);

Choices golden_choices(const GoldenCase& golden);

/// Of a plain float32 backend, boxes by corners.
inline const bounds_test::Kernels<float> plain_kernels = bounds_test::plain_o2().corner;

/// What a plain float32 backend decides.
Choices float_choices(const Setup& setup, const bounds_test::Kernels<float>& kernels);

/// A backend that gives the first truth to another anchor or predictor.
Choices with_anchor(Choices choices, std::int32_t anchor, const HeadShape& shape);

/// What kernels compute with some choices, stored as float32.
template <class S>
Actual play(const Setup& setup, const Choices& choices, const bounds_test::Kernels<S>& kernels, const std::vector<S>& logits, double (*value)(S)) {
  bounds_test::Scene scene{setup.variant, setup.shape, setup.layout(), setup.logits, setup.truths, {}, {}, {choices.roles}, {}};
  scene.report.pairs = choices.pairs;
  scene.gradient.resize(setup.logits.size());
  const auto values = bounds_test::play<S>(scene, kernels, logits, value);
  const HeadShape& s = setup.shape;
  Actual actual;
  actual.tensors["gradient-0"] = make_tensor(TensorType::f32, {1, s.elements() / (s.h * s.w), s.h, s.w}, std::vector<float>(values.begin(), values.end()));
  return actual;
}

/// What float32 kernels compute; with `told` also role-0 and truth-0.
Actual play(const Setup& setup, const Choices& choices, const bounds_test::Kernels<float>& kernels, bool told = false);

/// Judged by ieee-fp32.
Verdict judge(const GoldenCase& golden, const Actual& actual);

}  // namespace yologold::decisions_test
