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

std::optional<EngineRun> run(const Setting& s, bool roles) try {
  // Lay views over the logits and the gradient.
  EngineRun result;
  result.gradient.reserve(s.logits.size());
  std::vector<GradientView> views;
  std::size_t elements = 0;
  for (std::size_t k = 0; k < s.logits.size(); ++k) {
    const Layout layout = layout_of(LayoutName::nchw, s.shapes[k]);
    auto& values = result.gradient.emplace_back(s.logits[k].size());
    result.heads.push_back({s.logits[k].data(), DType::f64, layout});
    views.push_back({values.data(), DType::f64, layout});
    elements += values.size();
  }

  // Run.
  RunOptions options;
  options.threads = elements < few_elements ? 1 : 0;
  Plan plan(s.variant, s.shapes, options);
  if (plan.run(result.heads, {s.truths, s.first}, views, result.report) != Status::ok) return std::nullopt;
  result.variant = plan.variant();
  if (roles)
    for (HeadStages& stages : plan.stages(result.heads, {s.truths, s.first})) result.roles.push_back(std::move(stages.role));
  return result;
} catch (const Error&) {
  return std::nullopt;
}

std::optional<Field> compute(const Setting& s) {
  auto all = run(s, false);
  if (!all) return std::nullopt;
  return std::move(all->gradient);
}

}  // namespace yologold
