#include "bounds/scene.hpp"

#include <cmath>

#include "yologold/variant_json.hpp"

namespace yologold::bounds_test {
namespace {

using test::Random;

Variant variant_of(Family family) {
  switch (family) {
    case Family::v1:
      return parse_variant(R"({"family": "v1", "predictors": 2})", "v1");
    case Family::v2:
      return parse_variant(R"({"family": "v2", "anchor_unit": "grid", "anchors": [[1.3221, 1.73145], [3.19275, 4.00944], [5.05587, 8.09892]]})", "v2");
    case Family::v3:
      return parse_variant(R"({"family": "v3", "image": [608, 608], "anchors": [[30, 61], [62, 45], [59, 119]]})", "v3");
    default:
      return parse_variant(R"({"family": "v4", "image": [608, 608], "anchors": [[36, 75], [76, 55], [72, 146]], "scale_xy": [1.1]})", "v4");
  }
}

Truth make_truth(Regime regime, const HeadShape& s, Random& r) {
  const double cells = static_cast<double>(s.w);
  const auto size = [&] { return regime == Regime::tiny_far ? r.uniform(0.02, 0.2) / cells : std::exp(r.uniform(-4, -0.7)); };
  const auto centre = [&] { return regime == Regime::tiny_far ? r.uniform(0.8, 1) : r.uniform(); };
  Truth truth{centre(), centre(), size(), size(), static_cast<std::int32_t>(r.below(s.c))};
  if (regime == Regime::touching) truth.w = std::round(truth.w * 64) / 64 + 1.0 / 64, truth.h = std::round(truth.h * 64) / 64 + 1.0 / 64;
  return truth;
}

double logit_of(double x) { return std::log(x / (1 - x)); }

/// Brings the predictions of a truth's cell near the truth: to 10^-1 .. 10^-6, or to the same aspect, or edge to edge.
void approach(Scene& scene, const Truth& truth, Regime regime, Random& r) {
  const HeadShape& s = scene.shape;
  const double w = static_cast<double>(s.w), h = static_cast<double>(s.h), scale = scene.variant.scale_xy.empty() ? 1 : scene.variant.scale_xy[0];
  const auto col = std::min(s.w - 1, static_cast<std::int64_t>(truth.cx * w)), row = std::min(s.h - 1, static_cast<std::int64_t>(truth.cy * h));
  for (std::int64_t a = 0; a < s.a; ++a) {
    const auto noise = [&] { return regime == Regime::converged ? r.bell() * std::pow(10, -r.uniform(1, 6)) : r.bell(); };
    const auto put = [&](std::int64_t k, double t) { scene.logits[static_cast<std::size_t>(scene.layout.box.at(0, a, k, row, col))] = static_cast<float>(t); };
    const auto centre = [&](double off) { return logit_of(std::min(0.999, std::max(0.001, (off + (scale - 1) / 2) / scale))) + noise(); };
    put(0, centre(truth.cx * w - static_cast<double>(col))), put(1, centre(truth.cy * h - static_cast<double>(row)));
    const double grow = regime == Regime::same_aspect ? r.bell() : 0;
    const auto size = [&](double truth_size, double anchor, double cells) {
      const double stray = grow != 0 ? grow + 1e-4 * r.bell() : regime == Regime::touching && r.below(2) ? 0 : noise();
      return (scene.variant.family == Family::v1 ? logit_of(truth_size) : std::log(truth_size * cells / anchor)) + stray;
    };
    const bool v1 = scene.variant.family == Family::v1, grid = scene.variant.anchor_unit == AnchorUnit::grid;
    const Anchor anchor = v1 ? Anchor{1, 1} : scene.variant.anchors[static_cast<std::size_t>(a)];
    put(2, size(truth.w, anchor.w, grid ? w : 608)), put(3, size(truth.h, anchor.h, grid ? h : 608));
  }
}

}  // namespace

Scene make_scene(Family family, Regime regime, std::uint64_t seed) {
  // Choose the shape and the truths.
  Random r(seed * 1000 + static_cast<std::uint64_t>(family) * 10 + static_cast<std::uint64_t>(regime));
  Scene scene;
  scene.variant = variant_of(family);
  const bool v1 = family == Family::v1;
  const std::int64_t side = regime == Regime::tiny_far ? 38 : 13;
  scene.shape = {1, v1 ? 2 : 3, side, side, 6, v1};
  scene.layout = layout_of(LayoutName::nchw, scene.shape);
  for (int i = 0; i < 60; ++i) scene.truths.push_back(make_truth(regime, scene.shape, r));
  scene.first = {0, static_cast<std::int64_t>(scene.truths.size())};

  // Fill the logits.
  scene.logits.resize(static_cast<std::size_t>(scene.shape.elements()));
  for (float& t : scene.logits) t = static_cast<float>(regime == Regime::saturated ? r.uniform(-20, 20) : 1.7 * r.bell());
  if (regime != Regime::random && regime != Regime::saturated)
    for (const Truth& truth : scene.truths) approach(scene, truth, regime, r);

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
