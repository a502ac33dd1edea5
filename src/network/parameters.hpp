#pragma once
#include <deque>
#include <vector>

#include "network/node.hpp"

namespace yologold {

/// The numbers of a network and the memory they stand in.
class Parameters {
 public:
  /// @param shapes  of the layers, as infer_shapes says
  Parameters(const NetworkConfig& config, std::span<const FeatureShape> shapes, std::uint64_t seed);

  std::deque<LayerParameters> layers;  ///< one a layer
  std::vector<Parameter> trained, statistics;

 private:
  struct Maker;
  std::deque<std::vector<float>> memory_;
};

}  // namespace yologold
