#include "network/normalize.hpp"

#include <algorithm>

namespace yologold {

namespace {

using dnnl::normalization_flags, dnnl::prop_kind;
using Forward = dnnl::batch_normalization_forward;
using Backward = dnnl::batch_normalization_backward;

const auto affine = normalization_flags::use_scale | normalization_flags::use_shift;

memory channels(std::span<float> values) { return held(plain({static_cast<std::int64_t>(values.size())}), values); }

std::span<float> numbers(const memory& m) { return {static_cast<float*>(m.get_data_handle()), m.get_desc().get_size() / sizeof(float)}; }

void add_to(std::span<float> sums, std::span<const float> values) { std::ranges::transform(sums, values, sums.begin(), std::plus()); }

}  // namespace

Normalize::Normalize(const Build& build, LayerParameters& parameters, const memory& in, const memory& out, const memory& gradient)
    : parameters_(&parameters), batch_norm_(build.batch_norm), gradient_(gradient) {
  // Count the values of a channel.
  const memory::desc desc = in.get_desc();
  const memory::dims dims = desc.dims();
  const memory::desc channel = plain({dims[1]});
  count_ = static_cast<double>(dims[0] * dims[2] * dims[3]);
  for (memory* m : {&mean_, &variance_, &scale_slope_, &shift_slope_}) *m = build.memories.own(channel);

  // Prepare the plain form.
  const auto epsilon = static_cast<float>(batch_norm_.epsilon);
  const Forward::primitive_desc forward({prop_kind::forward_training, desc, epsilon, affine}, shared_scratch(), cpu());
  const Backward::primitive_desc backward({prop_kind::backward, desc, desc, epsilon, affine}, shared_scratch(), cpu(), forward);
  const memory scales = channels(parameters.scales.value), shifts = channels(parameters.biases.value);
  forward_ = build.op(
      forward,
      {{DNNL_ARG_SRC, in}, {DNNL_ARG_DST, out}, {DNNL_ARG_MEAN, mean_}, {DNNL_ARG_VARIANCE, variance_}, {DNNL_ARG_SCALE, scales}, {DNNL_ARG_SHIFT, shifts}});
  backward_ = build.op(backward, {{DNNL_ARG_SRC, in},
                                  {DNNL_ARG_MEAN, mean_},
                                  {DNNL_ARG_VARIANCE, variance_},
                                  {DNNL_ARG_SCALE, scales},
                                  {DNNL_ARG_SHIFT, shifts},
                                  {DNNL_ARG_DIFF_DST, gradient},
                                  {DNNL_ARG_DIFF_SRC, gradient},
                                  {DNNL_ARG_DIFF_SCALE, scale_slope_},
                                  {DNNL_ARG_DIFF_SHIFT, shift_slope_}});
  if (batch_norm_.cross_mini_batch) add_given(build);
}

void Normalize::add_given(const Build& build) {
  const memory::desc desc = gradient_.get_desc();
  const auto epsilon = static_cast<float>(batch_norm_.epsilon);
  const auto given = affine | normalization_flags::use_global_stats;
  const Forward::primitive_desc forward({prop_kind::forward_training, desc, epsilon, given}, shared_scratch(), cpu());
  const Backward::primitive_desc backward({prop_kind::backward, desc, desc, epsilon, given}, shared_scratch(), cpu(), forward);
  forward_given_ = build.op(forward, forward_.arguments);
  backward_given_ = build.op(backward, backward_.arguments);
  part_ = build.memories.shared(Shared::plain, desc);
}

void Normalize::forward(const Pass& pass) {
  forward_.run(pass.stream);
  if (pass.forward.update_statistics) move_running();
  if (!batch_norm_.cross_mini_batch) return;
  mini_batches_ = pass.forward.mini_batch + 1;
  join_statistics();
  if (mini_batches_ > 1) forward_given_.run(pass.stream);
}

void Normalize::move_running() {
  const double keep = 1 - batch_norm_.momentum, unbiased = count_ > 1 ? count_ / (count_ - 1) : 1;
  const auto mean = numbers(mean_), variance = numbers(variance_);
  for (std::size_t c = 0; c < mean.size(); ++c) {
    float &m = parameters_->mean.value[c], &v = parameters_->variance.value[c];
    m = static_cast<float>(keep * m + batch_norm_.momentum * mean[c]);
    v = static_cast<float>(keep * v + batch_norm_.momentum * unbiased * variance[c]);
  }
}

void Normalize::join_statistics() {
  auto &means = parameters_->means, &squares = parameters_->squares;
  const auto mean = numbers(mean_), variance = numbers(variance_);
  if (mini_batches_ == 1) means.assign(mean.size(), 0), squares.assign(mean.size(), 0);
  for (std::size_t c = 0; c < mean.size(); ++c) {
    const double m = mean[c];
    means[c] += m;
    squares[c] += variance[c] + m * m;
    if (mini_batches_ == 1) continue;
    const double joint = means[c] / mini_batches_;
    mean[c] = static_cast<float>(joint);
    variance[c] = static_cast<float>(std::max(0.0, squares[c] / mini_batches_ - joint * joint));
  }
}

void Normalize::backward(const Pass& pass) {
  if (mini_batches_ > 1)
    blend(pass);
  else
    backward_.run(pass.stream);
  if (!pass.backward.parameters) return;
  add_to(parameters_->scales.gradient, numbers(scale_slope_));
  add_to(parameters_->biases.gradient, numbers(shift_slope_));
}

void Normalize::blend(const Pass& pass) {
  // Take both gradients of the same dL/dy.
  Op apart = backward_;
  apart.arguments[DNNL_ARG_DIFF_SRC] = part_;
  apart.run(pass.stream);
  backward_given_.run(pass.stream);

  // Add them with their weights.
  dnnl::primitive_attr attributes;
  attributes.set_scales(DNNL_ARG_SRC_0, 0, {1.0F - 1.0F / static_cast<float>(mini_batches_)});
  attributes.set_scales(DNNL_ARG_SRC_1, 0, {1.0F / static_cast<float>(mini_batches_)});
  const memory::desc desc = gradient_.get_desc();
  const dnnl::binary::primitive_desc pd({dnnl::algorithm::binary_add, desc, desc, desc}, attributes, cpu());
  dnnl::binary(pd).execute(pass.stream, {{DNNL_ARG_SRC_0, gradient_}, {DNNL_ARG_SRC_1, part_}, {DNNL_ARG_DST, gradient_}});
}

}  // namespace yologold
