#pragma once
#include <array>
#include <string_view>
#include <vector>

#include "network/network_config.hpp"

namespace yologold {

/// The entries of a JSON list that stand for several layers.
///   spp       sizes: maxima of windows of these sides, stride 1, joined with what they are taken of, the largest window first (YOLOv4; 5 9 13 where not given)
///   csp       filters F, blocks n, stride: a stage of CSPDarknet53: a 3x3 convolution with the stride; half of the channels pass by, the other half goes
///   through n
///             residual blocks of 1x1 and 3x3; both joined and mixed by a 1x1
///   csp_tiny  filters F: the block of YOLOv4-tiny: a 3x3 convolution, its second half through two 3x3, joined twice; gives 2F channels
///   pan_up    filters F, from: F channels twice the size joined with F of `from`
///   pan_down  filters F, from: a 3x3 convolution with stride 2 joined with `from`
/// Convolutions in them have batch norm and `activation` (leaky where it is not given).
inline constexpr std::array<std::string_view, 5> block_words = {"spp", "csp", "csp_tiny", "pan_up", "pan_down"};

struct BlockConfig {
  int filters = 2, blocks = 1, stride = 2, from = -1;
  std::vector<int> sizes{5, 9, 13};
  Nonlinearity activation = Nonlinearity::leaky;
};

/// Appends the layers of the block at a place of block_words.
void append_block(std::vector<LayerConfig>& layers, std::size_t word, const BlockConfig& block);

}  // namespace yologold
