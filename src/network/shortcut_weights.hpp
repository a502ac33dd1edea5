#pragma once
#include <span>
#include <vector>

#include "network/layer_config.hpp"

namespace yologold {

/// The factors of a weighted shortcut (MiWRC) from its weights. weights[i step + k] belongs to input i, and to channel k where there is one a channel; the
/// weights of one channel are normalised among the inputs.
class ShortcutFactors {
 public:
  ShortcutFactors(std::size_t inputs, WeightNormalization normalization) : inputs_(inputs), normalization_(normalization) {}

  void set(std::span<const float> weights);
  float at(std::size_t input, std::size_t channel) const { return static_cast<float>(factors_[input * step_ + (step_ == 1 ? 0 : channel)]); }

  /// Adds dL/dweights. @param slopes  dL/dfactor, one an input and channel
  void backward(std::span<const std::vector<double>> slopes, std::span<float> gradient) const;

 private:
  std::size_t inputs_, step_ = 1;
  WeightNormalization normalization_;
  std::vector<double> weights_, factors_;
};

}  // namespace yologold
