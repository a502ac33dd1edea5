#include "golden/evaluate.hpp"

#include "golden/certify.hpp"
#include "golden/tensors.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

DType dtype_of(TensorType type) { return type == TensorType::f64 ? DType::f64 : DType::f32; }

[[noreturn]] void refuse(const std::vector<BadTruth>& bad) {
  std::string list;
  for (std::size_t i = 0; i < bad.size() && i < 3; ++i)
    list += (i ? ", " : "") + ("image " + std::to_string(bad[i].image)) + " truth " + std::to_string(bad[i].index) + " (" + describe(bad[i].reason) + ")";
  throw Error("truths", std::to_string(bad.size()) + " can not take part and the variant refuses such: " + list, "good truths, or bad_truths=skip");
}

}  // namespace

Evaluation evaluate(const Inputs& inputs, const RunOptions& options, std::optional<TensorType> gradient_type, bool stages, Tier tier, bool certify_stages) {
  // Lay views over the heads and their gradients.
  Evaluation result;
  std::vector<HeadView> heads;
  std::vector<GradientView> gradients;
  result.gradients.reserve(inputs.heads.size());
  for (std::size_t k = 0; k < inputs.heads.size(); ++k) {
    const Tensor& head = inputs.heads[k];
    const Layout layout = layout_of(inputs.layout, inputs.shapes[k]);
    Tensor& gradient = result.gradients.emplace_back(Tensor{gradient_type.value_or(head.type), head.shape, {}});
    gradient.bytes.resize(static_cast<std::size_t>(head.elements()) * size_of(gradient.type));
    heads.push_back({head.bytes.data(), dtype_of(head.type), layout});
    gradients.push_back({gradient.bytes.data(), dtype_of(gradient.type), layout});
  }

  // Compute.
  Plan plan(inputs.variant, inputs.shapes, options);
  result.variant = plan.variant();
  result.asked = tier;
  const auto run = [&] {
    if (plan.run(heads, inputs.truths.view(), gradients, result.report) == Status::bad_truth) refuse(result.report.bad_truths);
    if (stages) result.stages = plan.stages(heads, inputs.truths.view());
  };
  run();
  if (tier == Tier::certified && certify(inputs, options, heads, gradients, certify_stages, result))
    result.tier = Tier::certified;
  else if (tier == Tier::certified)
    run();
  for (Tensor& gradient : result.gradients) canonicalise(gradient);
  return result;
}

}  // namespace yologold
