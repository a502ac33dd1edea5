#include "network/normalize.hpp"

#include <algorithm>
#include <cmath>

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
    : parameters_(&parameters), batch_norm_(build.batch_norm), ranks_(&build.ranks) {
  // Count the values of a channel.
  const memory::desc desc = in.get_desc();
  const memory::dims dims = desc.dims();
  const memory::desc channel = plain({dims[1]});
  count_ = static_cast<double>(ranks_->count() * dims[0] * dims[2] * dims[3]);
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
  if (batch_norm_.cross_mini_batch || ranks_->count() > 1) add_given(build);
}

void Normalize::add_given(const Build& build) {
  // The same with statistics that do not move.
  const memory& gradient = backward_.arguments.at(DNNL_ARG_DIFF_SRC);
  const memory::desc desc = gradient.get_desc();
  const auto epsilon = static_cast<float>(batch_norm_.epsilon);
  const auto given = affine | normalization_flags::use_global_stats;
  const Forward::primitive_desc forward({prop_kind::forward_training, desc, epsilon, given}, shared_scratch(), cpu());
  const Backward::primitive_desc backward({prop_kind::backward, desc, desc, epsilon, given}, shared_scratch(), cpu(), forward);
  forward_given_ = build.op(forward, forward_.arguments);
  backward_given_ = build.op(backward, backward_.arguments);

  // The way of the statistics has the form of the layer, with another scale and shift.
  for (memory* m : {&way_scale_, &way_shift_}) *m = build.memories.own(mean_.get_desc());
  const memory part = build.memories.shared(Shared::plain, desc);
  auto arguments = forward_.arguments;
  arguments[DNNL_ARG_DST] = part;
  arguments[DNNL_ARG_SCALE] = way_scale_;
  arguments[DNNL_ARG_SHIFT] = way_shift_;
  way_ = build.op(forward, arguments);
  subtract_ = build.binary(dnnl::algorithm::binary_sub, gradient, part, gradient);
}

void Normalize::forward(const Pass& pass) {
  forward_.run(pass.stream);
  if (ranks_->count() > 1) join_ranks();
  mini_batches_ = 1;
  if (pass.forward.update_statistics) {
    move_running();
    if (batch_norm_.cross_mini_batch) mini_batches_ += pass.forward.mini_batch, join_mini_batches();
  }
  if (is_joint()) forward_given_.run(pass.stream);
}

void Normalize::join_ranks() {
  // Equal parts: means of x and x^2 are the means of the parts' means.
  const auto mean = numbers(mean_), variance = numbers(variance_);
  const std::size_t channels = mean.size();
  std::vector<double> means(2 * channels);
  for (std::size_t c = 0; c < channels; ++c) {
    means[c] = mean[c];
    means[channels + c] = variance[c] + means[c] * means[c];
  }
  ranks_->sum(means);
  for (std::size_t c = 0; c < channels; ++c) {
    const double joint = means[c] / ranks_->count();
    mean[c] = static_cast<float>(joint);
    variance[c] = static_cast<float>(std::max(0.0, means[channels + c] / ranks_->count() - joint * joint));
  }
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

void Normalize::join_mini_batches() {
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
  (is_joint() ? backward_given_ : backward_).run(pass.stream);
  if (is_joint()) take_back_statistics(pass);
  if (!pass.backward.parameters) return;
  add_to(parameters_->scales.gradient, numbers(scale_slope_));
  add_to(parameters_->biases.gradient, numbers(shift_slope_));
}

void Normalize::take_back_statistics(const Pass& pass) {
  // Sum over the mini-batch.
  const auto slopes = numbers(scale_slope_), shift_slopes = numbers(shift_slope_);
  std::vector<double> sums(slopes.begin(), slopes.end());
  sums.insert(sums.end(), shift_slopes.begin(), shift_slopes.end());
  ranks_->sum(sums);

  // Take off what came through the statistics.
  const auto scale = numbers(way_scale_), shift = numbers(way_shift_), variance = numbers(variance_);
  for (std::size_t c = 0; c < scale.size(); ++c) {
    const double factor = parameters_->scales.value[c] / std::sqrt(variance[c] + batch_norm_.epsilon) / (count_ * mini_batches_);
    scale[c] = static_cast<float>(factor * sums[c]);
    shift[c] = static_cast<float>(factor * sums[scale.size() + c]);
  }
  way_.run(pass.stream);
  subtract_.run(pass.stream);
}

}  // namespace yologold
