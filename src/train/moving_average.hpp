#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "files/tensor.hpp"

namespace yologold {

/// An exponential moving average of weights and statistics (Polyak averaging):
///   average = d average + (1 - d) value,   d = decay (1 - e^(-t / ramp)), t the updates so far, so that the start is forgotten; ramp 0: d = decay.
class MovingAverage {
 public:
  /// Begins at the present values.
  MovingAverage(double decay, double ramp, std::span<const std::span<float>> values);

  void update(std::span<const std::span<float>> values);

  /// Exchanges averages and values: the network computes with the averages until it is called again.
  void swap(std::span<const std::span<float>> values);

  /// The state as tensors "average/0" .. and back.
  void save(Tensors& tensors) const;
  void load(const Tensors& tensors);

 private:
  double decay_, ramp_;
  std::int64_t updates_ = 0;
  std::vector<std::vector<float>> averages_;
};

}  // namespace yologold
