#pragma once
#include <string>
#include <variant>
#include <vector>

#include "yologold/head_view.hpp"

namespace yologold {

/// What is applied to a layer's sums:
///   linear x,  leaky x or x/10 below 0,  relu max(x, 0),  logistic 1/(1 + e^-x),  mish x tanh(ln(1 + e^x))
enum class Nonlinearity { linear, leaky, relu, logistic, mish };

/// The weights of a shortcut (MiWRC, YOLOv4): none, one an input, or one an input and channel.
enum class ShortcutWeights { none, per_feature, per_channel };

/// How the weights w of a shortcut are normalised: w itself, max(w, 0) / (sum max(w, 0) + 1e-4), or softmax.
enum class WeightNormalization { none, relu, softmax };

namespace layers {

// Sizes count pixels and channels. `from` and `layers` are the places of other layers in the list, from 0, all before this one; -1 is the network's input.

/// out = (in + 2 padding - size) / stride + 1 on each side.
struct Convolutional {
  int filters = 1, size = 1, stride = 1, padding = 0, groups = 1;
  bool batch_normalize = false;
  Nonlinearity activation = Nonlinearity::linear;
};

/// darknet's maximum: out = (in + padding - size) / stride + 1; padding / 2 of the padding lies before the picture, the rest after it, and never wins.
struct MaxPool {
  int size = 2, stride = 2, padding = 1;
};

/// The mean of each channel.
struct AveragePool {};

/// Every pixel becomes stride x stride pixels.
struct Upsample {
  int stride = 2;
};

/// The channels of several layers one after the other; of each only the part `group_id` of `groups` equal parts.
struct Route {
  std::vector<int> layers;
  int groups = 1, group_id = 0;
};

/// The sum of the layer before and `from`, each times its weight. All have one shape.
struct Shortcut {
  std::vector<int> from;
  ShortcutWeights weights_type = ShortcutWeights::none;
  WeightNormalization weights_normalization = WeightNormalization::none;
  Nonlinearity activation = Nonlinearity::linear;
};

/// The product of the layer before and `from`, element by element (SAM, YOLOv4): with a 1x1 convolution and logistic before it, spatial attention.
struct Sam {
  int from = 0;
  Nonlinearity activation = Nonlinearity::linear;
};

/// `from` times the layer before, which has one value a channel (squeeze and excitation).
struct ScaleChannels {
  int from = 0;
  Nonlinearity activation = Nonlinearity::linear;
};

/// In training, values become 0 with `probability`, the others grow so that the mean stays. block > 0: squares of that side fall out together, in every
/// channel on their own (DropBlock, Ghiasi et al. 2018).
struct Dropout {
  double probability = 0.5;
  int block = 0;
};

/// Squares of stride x stride pixels become channels (the pass-through layer of YOLOv2, in darknet's order).
struct Reorg {
  int stride = 2;
};

/// Fully connected: output numbers from all of the layer before. Fixes the size of the picture.
struct Connected {
  int output = 1;
  bool batch_normalize = false;
  Nonlinearity activation = Nonlinearity::linear;
};

/// A convolution with weights of its own at every place. Fixes the size of the picture.
struct Local {
  int filters = 1, size = 1, stride = 1, padding = 0;
  Nonlinearity activation = Nonlinearity::linear;
};

/// The layer before holds the raw outputs of the next head of the variant.
/// nchw: its channels are the head's. darknet_v1 (v1 only): its numbers are a grid of side x side cells in that layout, whatever its shape.
struct Head {
  LayoutName layout = LayoutName::nchw;
  int side = 0;
};

}  // namespace layers

/// One layer. Its input is the layer before it, where it names no other.
struct LayerConfig {
  std::string name;  ///< by which other layers may call it; may be empty
  std::variant<layers::Convolutional, layers::MaxPool, layers::AveragePool, layers::Upsample, layers::Route, layers::Shortcut, layers::Sam,
               layers::ScaleChannels, layers::Dropout, layers::Reorg, layers::Connected, layers::Local, layers::Head>
      kind;
};

}  // namespace yologold
