#pragma once
#include "network/edge.hpp"
#include "network/product_descriptions.hpp"

namespace yologold {

/// The sums of products of a convolution or a connected layer, with weights and biases.
/// In training the weights are the layer's own; in inference batch norm is folded into them and the nonlinearity is applied at once.
class Product {
 public:
  Product(const Build& build, const layers::Convolutional& layer, const FeatureShape& in, const FeatureShape& out, LayerParameters& parameters);
  Product(const Build& build, const layers::Connected& layer, const FeatureShape& in, LayerParameters& parameters);

  const memory::desc& output() const { return output_; }  ///< in which layout the sums come

  /// @param gradient  dL/dsums; in training only
  void connect(const Build& build, Feature& in, const memory& out, const memory& gradient);

  void forward(const Pass& pass);
  void backward(const Pass& pass);

 private:
  struct Way {  // a primitive, and what brings its arguments into the layouts it likes
    std::vector<Op> before;
    Op op;
  };

  void connect_forward(const Build& build, const Feature& in, const memory& out);
  void connect_weights(const Build& build, const memory& gradient);
  void connect_data(const Build& build, Feature& in, const memory& gradient);

  LayerParameters& parameters_;
  BatchNormConfig batch_norm_;
  Mode mode_;
  bool biased_;
  memory::desc output_, weights_desc_;
  ProductDescriptions descriptions_;
  memory weights_, biases_, source_;
  Way forward_, to_weights_, to_data_;
  std::vector<Op> collect_;  // adds to the gradients of the parameters
  Edge edge_;
};

}  // namespace yologold
