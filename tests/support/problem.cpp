#include "support/problem.hpp"

#include <cmath>

#include "variant/catalogue.hpp"

namespace yologold::test {

std::vector<HeadView> Problem::head_views() const {
  std::vector<HeadView> views;
  for (std::size_t h = 0; h < shapes.size(); ++h) views.push_back({logits[h].data(), DType::f64, layout_of(LayoutName::nchw, shapes[h])});
  return views;
}

Gradients::Gradients(const Problem& problem) {
  for (const auto& shape : problem.shapes) values.emplace_back(static_cast<std::size_t>(shape.elements()), 12345.0);
  for (std::size_t h = 0; h < values.size(); ++h) views.push_back({values[h].data(), DType::f64, layout_of(LayoutName::nchw, problem.shapes[h])});
}

namespace {

double as_float(double x) { return static_cast<float>(x); }

double logit(Random& r, double saturation) {
  switch (r.below(12)) {
    case 0:
      return r.below(2) ? saturation : -saturation;
    case 1:
      return as_float(r.uniform(-9, 9));
    default:
      return as_float(2 * r.bell());
  }
}

void add_truths(Problem& p, Random& r) {
  const auto images = p.shapes[0].n;
  for (std::int64_t n = 0; n < images; ++n) {
    p.first.push_back(static_cast<std::int64_t>(p.truths.size()));
    const auto count = r.below(6);
    for (std::int64_t i = 0; i < count; ++i) {
      Truth t{.cx = as_float(r.uniform()), .cy = as_float(r.uniform()), .w = as_float(r.uniform(0.02, 0.9)), .h = as_float(r.uniform(0.02, 0.9))};
      t.class_id = static_cast<std::int32_t>(r.below(p.shapes[0].c));
      t.weight = r.below(3) == 0 ? as_float(r.uniform(0.1, 2)) : 1;
      t.ignore = r.below(9) == 0;
      if (i > 0 && r.below(3) == 0) t.cx = p.truths.back().cx, t.cy = p.truths.back().cy;
      if (i > 0 && r.below(5) == 0) t.w = p.truths.back().w, t.h = p.truths.back().h;
      if (r.below(20) == 0) t.cx = 1;
      if (r.below(20) == 0) t.w = -t.w;
      p.truths.push_back(t);
    }
  }
  p.first.push_back(static_cast<std::int64_t>(p.truths.size()));
}

}  // namespace

Problem random_problem(Family family, std::uint64_t seed, double saturation) {
  Random r(seed * 4 + static_cast<std::uint64_t>(family));
  Problem p;
  p.variant = yologold::seed(family);
  const std::int64_t n = 1 + r.below(3), c = 1 + r.below(5), heads = family == Family::v1 ? 1 : 2;
  for (std::int64_t h = 0; h < heads; ++h) {
    HeadShape s{.n = n, .a = 1 + r.below(3), .h = 1 + r.below(4), .w = 1 + r.below(5), .c = c, .shared_classes = family == Family::v1};
    if (family == Family::v1) p.variant.predictors = s.a;
    p.shapes.push_back(s);
  }
  if (family != Family::v1) {
    int next = 0;
    for (const auto& s : p.shapes) {
      auto& mask = p.variant.masks.emplace_back();
      for (std::int64_t a = 0; a < s.a; ++a) mask.push_back(next++), p.variant.anchors.push_back({as_float(r.uniform(4, 90)), as_float(r.uniform(4, 90))});
    }
    if (r.below(2)) p.variant.anchors.push_back({as_float(r.uniform(4, 90)), as_float(r.uniform(4, 90))});
    if (family == Family::v4) p.variant.scale_xy = {as_float(r.uniform(1, 1.3)), 1.2};
  }
  p.variant.image = {96, 128};
  for (const auto& s : p.shapes) {
    auto& logits = p.logits.emplace_back(static_cast<std::size_t>(s.elements()));
    for (auto& t : logits) t = logit(r, saturation);
  }
  add_truths(p, r);
  return p;
}

void add_companions(Variant& v) {
  if (v.noobj == Noobj::complement_minus_ignored && (v.ignore == Ignore::off || v.family == Family::v1)) v.noobj = Noobj::complement;
  if (v.noobj == Noobj::complement && v.family != Family::v1 && v.ignore != Ignore::off) v.noobj = Noobj::complement_minus_ignored;
  if (v.gradient == Gradient::darknet_delta && v.family == Family::v4) v.gradient = Gradient::exact;
  if (v.gradient == Gradient::darknet_delta && v.iou_target == IouTarget::differentiated) v.iou_target = IouTarget::detached;
  if (v.gradient == Gradient::darknet_delta && v.coordinate_scale == CoordinateScale::prediction) v.coordinate_scale = CoordinateScale::two_minus_wh;
}

void define_sizes(Problem& p) {
  const Variant& v = p.variant;
  const bool emitted = v.family == Family::v1 && (v.activation == Activation::linear || v.activation == Activation::linear_sqrt);
  if (!emitted || v.size_error == SizeError::none) return;
  for (std::size_t h = 0; h < p.shapes.size(); ++h) {
    const HeadShape& s = p.shapes[h];
    const Block box = layout_of(LayoutName::nchw, s).box;
    for (std::int64_t i = 0; i < s.slots(); ++i)
      for (std::int64_t k = 2; k < 4; ++k) {
        const std::int64_t cells = s.h * s.w;
        double& t = p.logits[h][static_cast<std::size_t>(box.at(i / (s.a * cells), i / cells % s.a, k, i % cells / s.w, i % s.w))];
        t = as_float(0.05 + std::fmod(std::abs(t), 1.7));
      }
  }
}

std::string randomise(Variant& v, Random& r) {
  std::string words;
  for (const auto& choice : choices()) {
    if (!choice.applies(v.family) || choice.key == "bad_truths") continue;
    if (r.below(2)) choice.set(v, static_cast<std::size_t>(r.below(static_cast<std::int64_t>(choice.entries.size()))));
  }
  add_companions(v);
  for (const auto& choice : choices())
    if (choice.applies(v.family) && choice.get(v) != choice.default_of(v.family))
      words += std::string(choice.key) + "=" + std::string(choice.entry_of(v).name) + " ";
  v.lambda_coord = 3.5, v.lambda_obj = 1.25, v.lambda_noobj = 0.375, v.lambda_class = 2;
  v.ignore_thresh = v.family == Family::v1 ? 0 : 0.25;
  if (v.family == Family::v3) v.gate_thresh = 0.25;
  v.head_weight.assign(v.family == Family::v1 ? 1 : 2, 0.5);
  v.head_weight[0] = 2;
  return words;
}

}  // namespace yologold::test
