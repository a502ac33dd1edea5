#include "network/product_descriptions.hpp"

#include <algorithm>
#include <cmath>

#include "network/activate.hpp"

namespace yologold {

namespace {

using dnnl::prop_kind;

/// In inference the nonlinearity follows within the primitive.
dnnl::primitive_attr forward_attributes(const Build& build, Nonlinearity nonlinearity) {
  dnnl::primitive_attr attributes = shared_scratch();
  if (build.trains() || nonlinearity == Nonlinearity::linear) return attributes;
  const auto [algorithm, alpha] = eltwise_of(nonlinearity);
  dnnl::post_ops after;
  after.append_eltwise(1, algorithm, alpha, 0);
  attributes.set_post_ops(after);
  return attributes;
}

}  // namespace

ProductDescriptions describe_convolution(const Build& build, const layers::Convolutional& layer, bool biased, const memory::dims& in,
                                         const memory::dims& weights, const memory::dims& out) {
  const auto direct = dnnl::algorithm::convolution_direct;
  const memory::desc source = any_layout(in), kernel = any_layout(weights), sums = any_layout(out);
  const memory::desc bias = biased ? plain({out[1]}) : memory::desc();
  const memory::dims strides = {layer.stride, layer.stride}, padding = {layer.padding, layer.padding};

  const auto kind = build.trains() ? prop_kind::forward_training : prop_kind::forward_inference;
  const dnnl::convolution_forward::primitive_desc forward({kind, direct, source, kernel, bias, sums, strides, padding, padding},
                                                          forward_attributes(build, layer.activation), cpu());
  if (!build.trains()) return {forward, {}, {}};
  const dnnl::convolution_backward_data::primitive_desc data({direct, source, kernel, sums, strides, padding, padding}, shared_scratch(), cpu(), forward);
  return {
      forward, data,
      dnnl::convolution_backward_weights::primitive_desc({direct, source, kernel, bias, sums, strides, padding, padding}, shared_scratch(), cpu(), forward)};
}

ProductDescriptions describe_connected(const Build& build, const layers::Connected& layer, bool biased, const memory::dims& in, const memory::dims& weights) {
  const memory::desc source = any_layout(in), kernel = any_layout(weights), sums = plain({in[0], layer.output});
  const memory::desc bias = biased ? plain({layer.output}) : memory::desc();
  const auto kind = build.trains() ? prop_kind::forward_training : prop_kind::forward_inference;
  const dnnl::inner_product_forward::primitive_desc forward({kind, source, kernel, bias, sums}, forward_attributes(build, layer.activation), cpu());
  if (!build.trains()) return {forward, {}, {}};
  const dnnl::inner_product_backward_data::primitive_desc data({source, kernel, sums}, shared_scratch(), cpu(), forward);
  return {forward, data, dnnl::inner_product_backward_weights::primitive_desc({source, kernel, bias, sums}, shared_scratch(), cpu(), forward)};
}

void fold_batch_norm(const LayerParameters& parameters, const BatchNormConfig& batch_norm, const memory& weights, const memory& biases) {
  float* const w = static_cast<float*>(weights.get_data_handle());
  float* const b = static_cast<float*>(biases.get_data_handle());
  const auto& own = parameters.weights.value;
  const std::size_t filters = parameters.biases.value.size(), row = own.size() / filters;
  if (parameters.scales.value.empty()) {
    std::ranges::copy(own, w);
    std::ranges::copy(parameters.biases.value, b);
    return;
  }
  for (std::size_t f = 0; f < filters; ++f) {
    const double variance = parameters.variance.value[f], epsilon = batch_norm.epsilon;
    const double deviation = batch_norm.epsilon_outside ? std::sqrt(variance) + epsilon : std::sqrt(variance + epsilon);
    const double factor = parameters.scales.value[f] / deviation;
    for (std::size_t i = f * row; i < (f + 1) * row; ++i) w[i] = static_cast<float>(own[i] * factor);
    b[f] = static_cast<float>(parameters.biases.value[f] - parameters.mean.value[f] * factor);
  }
}

}  // namespace yologold
