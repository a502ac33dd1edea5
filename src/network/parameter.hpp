#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace yologold {

/// A tensor of numbers that a network owns: a weight, which training changes, or a running statistic.
/// The memory stays where it is as long as the network lives; elements lie in C order of `shape`.
struct Parameter {
  std::string name;                 ///< "LAYER.WHAT", the layer's place in the list and weights, biases, scales, mean, variance
  std::vector<std::int64_t> shape;  ///< of weights: [filters, channels / groups, size, size], or [outputs, inputs]
  std::span<float> value;
  std::span<float> gradient;  ///< of the same length; empty for a statistic
  bool decays = false;        ///< takes part in weight decay: weights do, biases and the parameters of batch norm do not
};

}  // namespace yologold
