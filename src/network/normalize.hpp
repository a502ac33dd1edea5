#pragma once
#include "network/node.hpp"

namespace yologold {

/// Batch norm in training: y = scale (x - mean) / sqrt(variance + epsilon) + shift, mean and variance (biased) of each channel over the pictures and pixels of
/// the mini-batch on all ranks.
///
/// Across mini-batches (CmBN, YOLOv4 figure 4), the k-th mini-batch of a batch takes mean = M_k and variance = Q_k - M_k^2, where M_k and Q_k are the averages
/// of the means of x and x^2 of the mini-batches 1..k. Those before are constants.
///
/// Where statistics are joined from several parts, with N values in the mini-batch, S_1 = sum(dL/dy), S_2 = sum(dL/dy x^) and x^ = (y - shift) / scale:
///   dL/dx = scale/sqrt(variance + epsilon) (dL/dy - (S_1 + x^ S_2) / (k N)),
/// which is the way back with constant statistics, less that of the statistics (Ioffe and Szegedy 2015, section 3; k = 1 without CmBN).
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
  bool is_joint() const { return ranks_->count() > 1 || mini_batches_ > 1; }
  void join_ranks();
  void join_mini_batches();
  void move_running();
  void take_back_statistics(const Pass& pass);

  LayerParameters* parameters_ = nullptr;
  BatchNormConfig batch_norm_;
  const Ranks* ranks_ = &one_rank;
  double count_ = 1;  ///< of the values that a statistic is taken of
  int mini_batches_ = 1;
  memory mean_, variance_, scale_slope_, shift_slope_;
  Op forward_, backward_;
  Op forward_given_, backward_given_;  ///< with constant statistics
  memory way_scale_, way_shift_;       ///< scale (S_2, S_1) / sqrt(variance + epsilon) / (k N)
  Op way_, subtract_;                  ///< x^ way_scale + way_shift; the gradient less that
};

}  // namespace yologold
