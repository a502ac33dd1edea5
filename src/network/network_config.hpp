#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "network/layer_config.hpp"
#include "yologold/variant.hpp"

namespace yologold {

/// How batch norm counts: y = scale (x - mean) / sqrt(variance + epsilon) + shift.
struct BatchNormConfig {
  double epsilon = 1e-5;          ///< AlexeyAB/darknet and torch 1e-5; OpenCV's darknet importer 1e-6
  bool epsilon_outside = false;   ///< divide by sqrt(variance) + epsilon instead (pjreddie's CPU code, with 1e-6); inference only
  double momentum = 0.1;          ///< running = (1 - momentum) running + momentum batch; of the unbiased variance
  bool cross_mini_batch = false;  ///< CmBN (YOLOv4): means of x and x^2 over this mini-batch and those before it of the same batch
};

/// A network as data: the picture it takes, its layers, and the loss that reads its heads.
struct NetworkConfig {
  std::string name;
  int width = 416, height = 416, channels = 3;
  BatchNormConfig batch_norm;
  std::vector<LayerConfig> layers;
  Variant variant;  ///< family, classes, anchors, masks and scale_xy fit the heads; the rest may be replaced freely
};

/// What a user of a network may decide in its place.
struct NetworkChoices {
  int classes = 0;                     ///< 0: as the file says
  int width = 0, height = 0;           ///< 0: as the file says; multiples of 32 fit every network here
  std::vector<std::string> variant{};  ///< "key=value" for the variant, as parse_variant takes them
};

/// Reads a network from JSON. Strict: what is not known is an Error with its place.
///   {"width": 416, "height": 416, "batch_norm": {"epsilon": 1e-5, "momentum": 0.1}, "variant": {"base": "yolov3", "anchors": ..., "masks": ...},
///    "layers": [{"layer": "convolutional", "filters": 16, "size": 3, "batch_normalize": true, "activation": "leaky"}, {"layer": "maxpool"}, ...,
///               {"layer": "convolutional", "filters": "head"}, {"layer": "head"}]}
/// Layers and their keys have the words of darknet's .cfg; padding is size / 2 where it is not given. "filters" (or "output") "head" is what the next head
/// needs. Other layers are called by name, or by a negative number that counts back from this entry. Entries that stand for several layers: "spp", "csp",
/// "csp_tiny", "pan_up" and "pan_down" (see blocks.hpp); their name is that of their last layer.
NetworkConfig parse_network(std::string_view text, const std::string& where, const NetworkChoices& choices = {});

/// Reads a darknet .cfg: the layers, [net]'s width, height and channels, and from [detection], [region] or [yolo] the family with its anchors, masks, classes
/// and thresholds. Keys that only training or drawing of darknet read are skipped; an unknown section or activation is an Error.
/// A head with scale_x_y, iou_thresh or an iou_loss makes the family v4.
NetworkConfig parse_darknet_cfg(std::string_view text, const std::string& where, const NetworkChoices& choices = {});

/// Reads a network from a file (a .cfg by its content), or by the name of one in configs/networks ("yolov3-tiny").
NetworkConfig load_network(const std::string& name_or_path, const NetworkChoices& choices = {});

/// JSON of every layer, blocks opened; parse_network gives the same network again.
std::string print_network(const NetworkConfig& config);

/// The same network as a darknet .cfg, for use beside .weights. Throws Error where darknet has no word for it.
std::string print_darknet_cfg(const NetworkConfig& config);

/// Channels, height and width of what a layer gives.
struct FeatureShape {
  std::int64_t c = 0, h = 0, w = 0;
  bool operator==(const FeatureShape&) const = default;
};

/// What every layer gives for a picture of h x w; a head gives what it is given. Throws Error naming the layer that does not fit.
std::vector<FeatureShape> infer_shapes(const NetworkConfig& config, int h, int w);

/// Multiplications and additions of one forward pass of one picture (a multiply-add counts 2), of convolutions and connected layers.
double count_flops(const NetworkConfig& config, int h, int w);

}  // namespace yologold
