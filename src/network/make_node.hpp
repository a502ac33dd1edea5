#pragma once
#include <memory>

#include "network/node.hpp"

namespace yologold {

/// Where a node stands: what it reads, and what it gives, with the shape known and the memory still to be made.
struct Site {
  std::size_t layer = 0;
  std::vector<Feature*> in;
  Feature& out;
  LayerParameters& parameters;
};

using MadeNode = std::unique_ptr<Node>;

MadeNode make_node(const Build& build, const layers::Convolutional& layer, const Site& site);
MadeNode make_node(const Build& build, const layers::Connected& layer, const Site& site);
MadeNode make_node(const Build& build, const layers::Local& layer, const Site& site);
/// @param after_it  a nonlinearity that the layer before left to it
MadeNode make_node(const Build& build, const layers::MaxPool& layer, const Site& site, Nonlinearity after_it = Nonlinearity::linear);
MadeNode make_node(const Build& build, const layers::AveragePool& layer, const Site& site);
MadeNode make_node(const Build& build, const layers::Upsample& layer, const Site& site);
MadeNode make_node(const Build& build, const layers::Route& layer, const Site& site);
MadeNode make_node(const Build& build, const layers::Shortcut& layer, const Site& site);
MadeNode make_node(const Build& build, const layers::Sam& layer, const Site& site);
MadeNode make_node(const Build& build, const layers::ScaleChannels& layer, const Site& site);
MadeNode make_node(const Build& build, const layers::Dropout& layer, const Site& site);
MadeNode make_node(const Build& build, const layers::Reorg& layer, const Site& site);

}  // namespace yologold
