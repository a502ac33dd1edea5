#include "bounds/scene.hpp"

#include <stdexcept>

#include "golden/tensors.hpp"

namespace yologold::bounds_test {

Scene make_scene(std::size_t variant, Regime regime, std::uint64_t seed) {
  // Take the inputs apart.
  const Inputs inputs = selftest::regime_inputs(variant, regime, seed);
  const Truths given = inputs.truths.view();
  Scene scene;
  scene.variant = inputs.variant, scene.shape = inputs.shapes[0], scene.layout = layout_of(LayoutName::nchw, scene.shape);
  scene.logits = values_of<float>(inputs.heads[0]);
  scene.truths.assign(given.all.begin(), given.all.end()), scene.first.assign(given.first.begin(), given.first.end());

  // Let the engine compute.
  const HeadShape shapes[] = {scene.shape};
  Plan plan(scene.variant, shapes, {DType::f64, "", 1});
  scene.gradient.resize(scene.logits.size());
  const GradientView views[] = {{scene.gradient.data(), DType::f64, scene.layout}};
  const auto heads = scene.heads();
  const Truths truths{scene.truths, scene.first};
  if (plan.run(heads, truths, views, scene.report) != Status::ok) throw std::runtime_error("a bad truth");
  scene.roles = {plan.stages(heads, truths)[0].role};
  scene.variant = plan.variant();
  return scene;
}

bounds::Bounds bounds_of(const Scene& scene, const bounds::NumericProfile& profile) {
  const HeadShape shapes[] = {scene.shape};
  const auto heads = scene.heads();
  return bounds::evaluate_bounds({scene.variant, shapes, heads, {scene.truths, scene.first}, scene.report.pairs, scene.roles}, profile);
}

}  // namespace yologold::bounds_test
