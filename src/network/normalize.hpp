#pragma once
#include "network/node.hpp"

namespace yologold {

/// Batch norm in training: y = scale (x - mean) / sqrt(variance + epsilon) + shift, mean and variance (biased) of each channel over the batch's pictures and
/// pixels.
///
/// Across mini-batches (CmBN, YOLOv4 figure 4), the k-th mini-batch of a batch takes mean = M_k and variance = Q_k - M_k^2, where M_k and Q_k are the averages
/// of the means of x and x^2 of the mini-batches 1..k. Those before are constants, so the gradient is 1/k of what the plain one gives, plus (1 - 1/k) of the
/// one with constant statistics.
class Normalize {
 public:
  Normalize() = default;

  /// @param gradient  dL/dy, which backward turns into dL/dx in its place
  Normalize(const Build& build, LayerParameters& parameters, const memory& in, const memory& out, const memory& gradient);

  explicit operator bool() const { return parameters_ != nullptr; }
  void forward(const Pass& pass);
  void backward(const Pass& pass);

 private:
  void add_given(const Build& build);
  void join_statistics();
  void move_running();
  void blend(const Pass& pass);

  LayerParameters* parameters_ = nullptr;
  BatchNormConfig batch_norm_;
  double count_ = 1;  ///< of the values that a statistic is taken of
  int mini_batches_ = 1;
  memory mean_, variance_, scale_slope_, shift_slope_, gradient_, part_;
  Op forward_, backward_;
  Op forward_given_, backward_given_;  ///< CmBN: with constant statistics
};

}  // namespace yologold
