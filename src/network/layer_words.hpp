#pragma once
#include <array>
#include <span>
#include <string_view>
#include <variant>

#include "network/layer_config.hpp"

namespace yologold {

using LayerKind = decltype(LayerConfig::kind);

// Words stand in the order of what they name.
inline constexpr std::array<std::string_view, std::variant_size_v<LayerKind>> layer_words = {
    "convolutional", "maxpool", "avgpool", "upsample", "route", "shortcut", "sam", "scale_channels", "dropout", "reorg", "connected", "local", "head"};
inline constexpr std::array<std::string_view, 5> nonlinearity_words = {"linear", "leaky", "relu", "logistic", "mish"};
inline constexpr std::array<std::string_view, 3> shortcut_weights_words = {"none", "per_feature", "per_channel"};
inline constexpr std::array<std::string_view, 3> weight_normalization_words = {"none", "relu", "softmax"};
inline constexpr std::array<std::string_view, 4> layout_words = {"nchw", "nhwc", "nahwk", "darknet_v1"};

}  // namespace yologold
