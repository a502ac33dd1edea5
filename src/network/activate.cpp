#include "network/activate.hpp"

namespace yologold {

Eltwise eltwise_of(Nonlinearity nonlinearity) {
  using enum dnnl::algorithm;
  switch (nonlinearity) {
    case Nonlinearity::leaky:
      return {eltwise_relu, 0.1F};
    case Nonlinearity::logistic:
      return {eltwise_logistic, 0};
    case Nonlinearity::mish:
      return {eltwise_mish, 0};
    default:
      return {eltwise_relu, 0};
  }
}

namespace {

/// The way back, from the output where that is enough.
Op make_backward(const Build& build, Nonlinearity nonlinearity, const dnnl::eltwise_forward::primitive_desc& forward, const memory& in, Feature& out) {
  using enum dnnl::algorithm;
  auto [algorithm, alpha] = eltwise_of(nonlinearity);
  const bool from_input = Activate::needs_input(nonlinearity);
  if (algorithm == eltwise_relu) algorithm = eltwise_relu_use_dst_for_bwd;
  if (algorithm == eltwise_logistic) algorithm = eltwise_logistic_use_dst_for_bwd;
  const memory::desc desc = out.desc();
  const dnnl::eltwise_backward::primitive_desc pd({algorithm, desc, desc, alpha, 0}, shared_scratch(), cpu(), forward);
  return build.op(
      pd, {{from_input ? DNNL_ARG_SRC : DNNL_ARG_DST, from_input ? in : out.value}, {DNNL_ARG_DIFF_DST, out.gradient}, {DNNL_ARG_DIFF_SRC, out.gradient}});
}

}  // namespace

Activate::Activate(const Build& build, Nonlinearity nonlinearity, const memory& in, Feature& out) {
  if (nonlinearity == Nonlinearity::linear) return;
  auto [algorithm, alpha] = eltwise_of(nonlinearity);
  if (build.trains() && algorithm == dnnl::algorithm::eltwise_relu) algorithm = dnnl::algorithm::eltwise_relu_use_dst_for_bwd;
  if (build.trains() && algorithm == dnnl::algorithm::eltwise_logistic) algorithm = dnnl::algorithm::eltwise_logistic_use_dst_for_bwd;
  const auto kind = build.trains() ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference;
  const dnnl::eltwise_forward::primitive_desc pd({kind, algorithm, out.desc(), alpha, 0}, shared_scratch(), cpu());
  forward_ = build.op(pd, {{DNNL_ARG_SRC, in}, {DNNL_ARG_DST, out.value}});
  if (build.trains()) backward_ = make_backward(build, nonlinearity, pd, in, out);
}

void Activate::forward(const Pass& pass) const {
  if (forward_) forward_.run(pass.stream);
}

void Activate::backward(const Pass& pass) const {
  if (backward_) backward_.run(pass.stream);
}

}  // namespace yologold
