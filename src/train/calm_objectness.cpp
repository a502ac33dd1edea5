#include "train/calm_objectness.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace yologold {

void calm_objectness(Network& network, double probability) {
  const NetworkConfig& config = network.config();
  const Variant& variant = config.variant;
  const bool cells = variant.family == Family::v1;
  if (cells && variant.activation != Activation::logistic && variant.activation != Activation::softmax_off) return;
  const auto bias = static_cast<float>(std::log(probability / (1 - probability)));

  std::size_t head = 0;
  for (std::size_t k = 0; k < config.layers.size(); ++k) {
    // Find the biases of the layer before a head.
    const auto* kind = std::get_if<layers::Head>(&config.layers[k].kind);
    if (!kind) continue;
    const std::size_t anchors = cells ? static_cast<std::size_t>(variant.predictors) : variant.masks.at(head).size();
    ++head;
    const auto before = std::ranges::find(network.parameters(), std::to_string(k - 1) + ".biases", &Parameter::name);
    if (kind->layout != LayoutName::nchw || before == network.parameters().end()) continue;

    // v1: x y w h o of each predictor, then the classes; else x y w h o and the classes of each anchor.
    const std::size_t stride = cells ? 5 : 5 + static_cast<std::size_t>(variant.classes);
    for (std::size_t a = 0; a < anchors; ++a) before->value[a * stride + 4] = bias;
  }
}

}  // namespace yologold
