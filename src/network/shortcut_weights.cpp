#include "network/shortcut_weights.hpp"

#include <algorithm>
#include <cmath>

namespace yologold {

namespace {

constexpr double relu_epsilon = 1e-4;  // AlexeyAB/darknet

}  // namespace

void ShortcutFactors::set(std::span<const float> weights) {
  weights_.assign(weights.begin(), weights.end());
  factors_ = weights_;
  step_ = weights.size() / inputs_;
  if (normalization_ == WeightNormalization::none) return;
  for (std::size_t k = 0; k < step_; ++k) {
    double top = weights_[k], sum = 0;
    for (std::size_t i = 0; i < inputs_; ++i) top = std::max(top, weights_[i * step_ + k]);
    for (std::size_t i = 0; i < inputs_; ++i) {
      const double w = weights_[i * step_ + k];
      factors_[i * step_ + k] = normalization_ == WeightNormalization::relu ? std::max(w, 0.0) : std::exp(w - top);
      sum += factors_[i * step_ + k];
    }
    if (normalization_ == WeightNormalization::relu) sum += relu_epsilon;
    for (std::size_t i = 0; i < inputs_; ++i) factors_[i * step_ + k] /= sum;
  }
}

void ShortcutFactors::backward(std::span<const std::vector<double>> slopes, std::span<float> gradient) const {
  const std::size_t channels = slopes[0].size();
  for (std::size_t k = 0; k < step_; ++k) {
    // Gather what the channels of one weight say.
    std::vector<double> slope(inputs_, 0);
    for (std::size_t i = 0; i < inputs_; ++i)
      for (std::size_t c = step_ == 1 ? 0 : k; c < (step_ == 1 ? channels : k + 1); ++c) slope[i] += slopes[i][c];

    // f_i = u_i / s has df_i/du_j = (1[i = j] - f_i) / s, with u = e^w or max(w, 0).
    double mean = 0, sum = relu_epsilon;
    for (std::size_t i = 0; i < inputs_; ++i) {
      mean += slope[i] * factors_[i * step_ + k];
      sum += std::max(weights_[i * step_ + k], 0.0);
    }
    for (std::size_t i = 0; i < inputs_; ++i) {
      const std::size_t at = i * step_ + k;
      double rise = 1;
      if (normalization_ == WeightNormalization::relu) rise = weights_[at] > 0 ? 1 / sum : 0;
      if (normalization_ == WeightNormalization::softmax) rise = factors_[at];
      const double level = normalization_ == WeightNormalization::none ? 0 : mean;
      gradient[at] += static_cast<float>(rise * (slope[i] - level));
    }
  }
}

}  // namespace yologold
