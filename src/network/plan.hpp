#pragma once
#include <deque>
#include <memory>

#include "network/edge.hpp"
#include "network/make_node.hpp"
#include "network/parameters.hpp"

namespace yologold {

/// What a network's layers are for one shape and mode.
class NetworkPlan {
 public:
  NetworkPlan(const NetworkConfig& config, Parameters& parameters, int n, int h, int w, Mode mode, const Ranks& ranks);

  void place(Slabs& slabs);  ///< see Memories; gradients of heads become 0
  void forward(std::span<const float> images, const Pass& pass);
  void backward(const Pass& pass);

  std::span<const float> input_gradient() const;
  std::size_t heads() const { return heads_.size(); }
  std::span<const float> output(std::size_t head) const { return numbers(heads_[head].output); }
  std::span<float> gradient(std::size_t head) const { return heads_[head].gradient ? numbers(heads_[head].gradient) : std::span<float>(); }

 private:
  struct Step {
    MadeNode node;
    Feature* out;
  };
  struct HeadPort {  // between a feature and the plain numbers that the loss reads and writes
    memory output, gradient;
    Op read;
    Edge edge;
  };

  static std::span<float> numbers(const memory& m) { return {static_cast<float*>(m.get_data_handle()), m.get_desc().get_size() / sizeof(float)}; }
  void add_layer(const NetworkConfig& config, const Build& build, std::size_t layer, const FeatureShape& shape, LayerParameters& parameters);
  void add_head(const Build& build, Feature& feature);

  Nonlinearity left(std::size_t layer) const { return deferred_.empty() ? Nonlinearity::linear : deferred_[layer]; }

  Memories memories_;
  std::vector<Nonlinearity> deferred_;  // by layers, to the next one; in training only
  BatchNormConfig batch_norm_;
  Feature input_;
  std::deque<Feature> features_;
  std::vector<Feature*> outputs_;  // one a layer
  std::vector<Step> steps_;
  std::vector<HeadPort> heads_;
};

}  // namespace yologold
