#pragma once
#include "network/node.hpp"

namespace yologold {

/// The three primitives of sums of products, with every layout left to oneDNN; the last two in training only.
struct ProductDescriptions {
  dnnl::primitive_desc_base forward, data, weights;
};

ProductDescriptions describe_convolution(const Build& build, const layers::Convolutional& layer, bool biased, const memory::dims& in,
                                         const memory::dims& weights, const memory::dims& out);
ProductDescriptions describe_connected(const Build& build, const layers::Connected& layer, bool biased, const memory::dims& in, const memory::dims& weights);

/// Weights and biases that do the layer's running batch norm too: w scale / sqrt(variance + epsilon), and the shift minus the mean scaled likewise.
/// A layer without batch norm keeps its own.
void fold_batch_norm(const LayerParameters& parameters, const BatchNormConfig& batch_norm, const memory& weights, const memory& biases);

}  // namespace yologold
