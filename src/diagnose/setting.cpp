#include "diagnose/setting.hpp"

#include "yologold/engine.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr std::size_t few_elements = 200'000;  // below, waking other threads costs more than it saves

}  // namespace

Setting setting_of(const Inputs& inputs) {
  Setting setting{inputs.variant, inputs.layout, inputs.shapes, {}, {}, {}, inputs.truths};
  for (std::size_t k = 0; k < inputs.heads.size(); ++k) setting.logits.push_back(gather(inputs.heads[k], inputs.layout, inputs.shapes[k]));
  const Truths truths = setting.owner.view();
  setting.truths.assign(truths.all.begin(), truths.all.end());
  setting.first.assign(truths.first.begin(), truths.first.end());
  return setting;
}

std::optional<Field> compute(const Setting& s) try {
  // Lay views over the logits and the gradient.
  Field gradient;
  gradient.reserve(s.logits.size());
  std::vector<HeadView> heads;
  std::vector<GradientView> views;
  std::size_t elements = 0;
  for (std::size_t k = 0; k < s.logits.size(); ++k) {
    const Layout layout = layout_of(LayoutName::nchw, s.shapes[k]);
    auto& values = gradient.emplace_back(s.logits[k].size());
    heads.push_back({s.logits[k].data(), DType::f64, layout});
    views.push_back({values.data(), DType::f64, layout});
    elements += values.size();
  }

  // Run.
  RunOptions options;
  options.threads = elements < few_elements ? 1 : 0;
  Report report;
  Plan plan(s.variant, s.shapes, options);
  if (plan.run(heads, {s.truths, s.first}, views, report) != Status::ok) return std::nullopt;
  return gradient;
} catch (const Error&) {
  return std::nullopt;
}

}  // namespace yologold
