#include "selftest/regime.hpp"

#include <algorithm>
#include <cmath>

#include "bounds/activation.hpp"
#include "golden/tensors.hpp"
#include "selftest/random.hpp"
#include "suite/infer_shape.hpp"
#include "yologold/variant_json.hpp"

namespace yologold::selftest {
namespace {

// By family; the braces are closed after the choices.
const char* const bases[] = {
    R"({"family": "v1", "predictors": 2)",
    R"({"family": "v2", "anchor_unit": "grid", "anchors": [[1.3221, 1.73145], [3.19275, 4.00944], [5.05587, 8.09892]], "masks": [[0, 1, 2]])",
    R"({"family": "v3", "image": [608, 608], "anchors": [[30, 61], [62, 45], [59, 119]], "masks": [[0, 1, 2]])",
    R"({"family": "v4", "image": [608, 608], "anchors": [[36, 75], [76, 55], [72, 146]], "masks": [[0, 1, 2]], "scale_xy": [1.1])"};

constexpr SceneVariant variants[] = {
    {"v1", Family::v1, ""},
    {"v2", Family::v2, ""},
    {"v3", Family::v3, ""},
    {"v4", Family::v4, ""},
    {"v1-linear", Family::v1, R"(, "activation": "linear")"},
    {"v1-linear-sqrt", Family::v1, R"(, "activation": "linear-sqrt", "size_error": "none")"},
    {"v1-softmax-off", Family::v1, R"(, "activation": "softmax-off", "size_error": "log")"},
    {"v1-differentiated", Family::v1, R"(, "iou_target": "differentiated")"},
    {"v1-linear-differentiated", Family::v1, R"(, "activation": "linear", "size_error": "none", "iou_target": "differentiated")"},
    {"v1-delta", Family::v1, R"(, "activation": "linear-sqrt", "gradient": "darknet-delta")"},
    {"v2-prediction", Family::v2, R"(, "coordinate_scale": "prediction")"},
    {"v2-differentiated", Family::v2, R"(, "iou_target": "differentiated")"},
    {"v2-delta", Family::v2, R"(, "gradient": "darknet-delta", "size_space": "t-space")"},
    {"v3-prediction", Family::v3, R"(, "coordinate_scale": "prediction")"},
    {"v3-delta", Family::v3, R"(, "gradient": "darknet-delta")"},
    {"v4-prediction", Family::v4, R"(, "coordinate_scale": "prediction")"},
};

constexpr int truth_count = 60;

/// One head on its way to Inputs.
struct Draft {
  Variant variant;
  HeadShape shape;
  Layout layout;
  std::vector<Truth> truths;
  std::vector<float> logits;
};

Truth make_truth(Regime regime, const HeadShape& s, Random& r) {
  const double cells = static_cast<double>(s.w);
  const auto size = [&] { return regime == Regime::tiny_far ? r.uniform(0.02, 0.2) / cells : std::exp(r.uniform(-4, -0.7)); };
  const auto centre = [&] { return regime == Regime::tiny_far ? r.uniform(0.8, 1) : r.uniform(); };
  const double cx = centre(), cy = centre(), w = size(), h = size();
  Truth truth{cx, cy, w, h, static_cast<std::int32_t>(r.below(s.c))};
  if (regime == Regime::touching) truth.w = std::round(w * 64) / 64 + 1.0 / 64, truth.h = std::round(h * 64) / 64 + 1.0 / 64;
  return truth;
}

double logit_of(double x) { return std::log(x / (1 - x)); }

/// What a v1 network emits for a size.
double emitted_size(const Variant& v, double size) { return v.activation == Activation::linear_sqrt ? std::sqrt(size) : size; }

/// Brings the predictions of a truth's cell near the truth: to 10^-1 .. 10^-6, or to the same aspect, or edge to edge.
void approach(Draft& draft, const Truth& truth, Regime regime, Random& r) {
  const HeadShape& s = draft.shape;
  const bool v1 = draft.variant.family == Family::v1, emits = bounds::emits_values(draft.variant), grid = draft.variant.anchor_unit == AnchorUnit::grid;
  const double w = static_cast<double>(s.w), h = static_cast<double>(s.h), scale = draft.variant.scale_xy.empty() ? 1 : draft.variant.scale_xy[0];
  const auto col = std::min(s.w - 1, static_cast<std::int64_t>(truth.cx * w)), row = std::min(s.h - 1, static_cast<std::int64_t>(truth.cy * h));
  const auto noise = [&] { return regime == Regime::converged ? r.bell() * std::pow(10, -r.uniform(1, 6)) : r.bell(); };
  for (std::int64_t a = 0; a < s.a; ++a) {
    const auto put = [&](std::int64_t k, double t) { draft.logits[static_cast<std::size_t>(draft.layout.box.at(0, a, k, row, col))] = static_cast<float>(t); };
    const auto centre = [&](double off) {
      return emits ? off + noise() / 4 : logit_of(std::min(0.999, std::max(0.001, (off + (scale - 1) / 2) / scale))) + noise();
    };
    put(0, centre(truth.cx * w - static_cast<double>(col))), put(1, centre(truth.cy * h - static_cast<double>(row)));
    const double grow = regime == Regime::same_aspect ? r.bell() : 0;
    const auto size = [&](double truth_size, double anchor, double cells) {
      const double stray = grow != 0 ? grow + 1e-4 * r.bell() : regime == Regime::touching && r.below(2) ? 0 : noise();
      if (emits) return emitted_size(draft.variant, truth_size) * std::exp(stray);
      return (v1 ? logit_of(truth_size) : std::log(truth_size * cells / anchor)) + stray;
    };
    const Anchor anchor = v1 ? Anchor{1, 1} : draft.variant.anchors[static_cast<std::size_t>(a)];
    put(2, size(truth.w, anchor.w, grid ? w : draft.variant.image[0])), put(3, size(truth.h, anchor.h, grid ? h : draft.variant.image[1]));
  }
}

/// Makes numbers of a network that emits fractions: sizes are negative only where no root or logarithm is taken of them.
void shrink_values(Draft& draft) {
  const bool rooted = draft.variant.activation == Activation::linear && draft.variant.size_error != SizeError::none;
  for (float& t : draft.logits) t = t / 8;
  for (std::int64_t i = 0; rooted && i < draft.shape.slots(); ++i)
    for (std::int64_t k = 2; k < 4; ++k) {
      const std::int64_t cells = draft.shape.h * draft.shape.w;
      float& t = draft.logits[static_cast<std::size_t>(draft.layout.box.at(0, i / cells, k, i % cells / draft.shape.w, i % draft.shape.w))];
      t = std::abs(t) + 0x1p-10F;
    }
}

}  // namespace

const char* name_of(Regime regime) {
  static const char* const names[] = {"random", "converged", "saturated", "tiny-far", "same-aspect", "touching"};
  return names[static_cast<int>(regime)];
}

std::span<const SceneVariant> scene_variants() { return variants; }

Inputs regime_inputs(std::size_t variant, Regime regime, std::uint64_t seed) {
  // Choose the shape and the truths.
  const SceneVariant& chosen = variants[variant];
  const bool v1 = chosen.family == Family::v1;
  const std::int64_t side = regime == Regime::tiny_far ? 38 : 13;
  Random r(seed * 1000 + variant * 10 + static_cast<std::uint64_t>(regime));
  Draft draft{
      parse_variant(bases[static_cast<int>(chosen.family)] + std::string(chosen.choices) + "}", chosen.name), {1, v1 ? 2 : 3, side, side, 6, v1}, {}, {}, {}};
  draft.layout = layout_of(LayoutName::nchw, draft.shape);
  for (int i = 0; i < truth_count; ++i) draft.truths.push_back(make_truth(regime, draft.shape, r));

  // Fill the logits.
  draft.logits.resize(static_cast<std::size_t>(draft.shape.elements()));
  for (float& t : draft.logits) t = static_cast<float>(regime == Regime::saturated ? r.uniform(-20, 20) : 1.7 * r.bell());
  if (bounds::emits_values(draft.variant)) shrink_values(draft);
  if (regime != Regime::random && regime != Regime::saturated)
    for (const Truth& truth : draft.truths) approach(draft, truth, regime, r);

  // Hand over.
  Inputs inputs{draft.variant, LayoutName::nchw, {draft.shape}, {}, TruthBatch(1)};
  inputs.heads.push_back(make_tensor(TensorType::f32, tensor_shape(LayoutName::nchw, draft.shape), draft.logits));
  for (const Truth& truth : draft.truths) inputs.truths.add(0, truth);
  return inputs;
}

}  // namespace yologold::selftest
