#include <cmath>

#include "json/text.hpp"
#include "network/inputs_of.hpp"
#include "network/layer_fields.hpp"
#include "network/network_config.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

/// Writes the key=value lines of one layer; other layers are called by their places.
struct CfgLayerWriter {
  std::string& text;

  void line(const std::string& key, const std::string& value) const { text += key + "=" + value + "\n"; }
  void number(const std::string& key, int value, int, int) const {
    if (key == "block") return value > 0 ? line("dropblock", "1\ndropblock_size_abs=" + std::to_string(value)) : void();
    line(key, std::to_string(value));
  }
  void count(const char* key, int value) const { number(key, value, 0, 0); }
  void real(const char* key, double value, double, double, double) const { line(key, decimal(value)); }
  void flag(const char* key, bool value) const { number(key, value ? 1 : 0, 0, 0); }
  template <class Choice>
  void word(const char* key, Choice value, std::span<const std::string_view> words) const {
    line(key, std::string(words[static_cast<std::size_t>(value)]));
  }
  void reference(const char* key, int value) const { number(key, value, 0, 0); }
  void references(const char* key, const std::vector<int>& values) const {
    std::string list;
    for (const int value : values) list += (list.empty() ? "" : ",") + std::to_string(value);
    line(key, list);
  }
};

std::string print_anchors(const std::vector<Anchor>& anchors) {
  std::string list;
  for (const Anchor& a : anchors) list += (list.empty() ? "" : ",  ") + decimal(a.w) + "," + decimal(a.h);
  return list;
}

const char* print_box_loss(BoxLoss loss) {
  switch (loss) {
    case BoxLoss::iou:
      return "iou";
    case BoxLoss::giou:
      return "giou";
    case BoxLoss::diou:
      return "diou";
    case BoxLoss::ciou:
      return "ciou";
    default:
      return "mse";
  }
}

void print_detection(const CfgLayerWriter& to, const NetworkConfig& config, std::size_t layer) {
  const Variant& v = config.variant;
  const auto& head = std::get<layers::Head>(config.layers[layer].kind);
  if (head.layout != LayoutName::darknet_v1) throw Error(call_layer(config, layer), "darknet has no v1 head but in the layout darknet_v1");
  to.text += "[detection]\nclasses=" + std::to_string(v.classes) + "\ncoords=4\nsoftmax=0\nrescore=1\n";
  to.line("side", std::to_string(head.side));
  to.line("num", std::to_string(v.predictors));
  to.line("sqrt", v.activation == Activation::linear_sqrt ? "1" : "0");
  to.line("object_scale", decimal(v.lambda_obj));
  to.line("noobject_scale", decimal(v.lambda_noobj));
  to.line("class_scale", decimal(v.lambda_class));
  to.line("coord_scale", decimal(v.lambda_coord));
}

void print_region(const CfgLayerWriter& to, const Variant& v) {
  if (v.anchor_unit != AnchorUnit::grid) throw Error("[region]", "darknet writes the anchors of v2 in cells", "anchor_unit grid");
  to.text += "[region]\nbias_match=1\ncoords=4\nsoftmax=1\nrescore=1\n";
  to.line("anchors", print_anchors(v.anchors));
  to.line("classes", std::to_string(v.classes));
  to.line("num", std::to_string(v.anchors.size()));
  to.line("object_scale", decimal(v.lambda_obj));
  to.line("noobject_scale", decimal(v.lambda_noobj));
  to.line("class_scale", decimal(v.lambda_class));
  to.line("coord_scale", decimal(v.lambda_coord));
  to.line("thresh", decimal(v.ignore_thresh));
}

void print_yolo(const CfgLayerWriter& to, const Variant& v, std::size_t head) {
  if (v.anchor_unit != AnchorUnit::pixel) throw Error("[yolo]", "darknet writes the anchors of v3 and v4 in pixels", "anchor_unit pixel");
  to.text += "[yolo]\n";
  to.references("mask", v.masks[head]);
  to.line("anchors", print_anchors(v.anchors));
  to.line("classes", std::to_string(v.classes));
  to.line("num", std::to_string(v.anchors.size()));
  to.line("ignore_thresh", decimal(v.ignore == Ignore::off ? 1 : v.ignore_thresh));
  to.line("truth_thresh", "1");
  if (v.family != Family::v4) return;
  to.line("scale_x_y", decimal(v.scale_xy.empty() ? 1 : v.scale_xy[head]));
  to.line("iou_thresh", decimal(v.iou_thresh));
  to.line("iou_loss", print_box_loss(v.box_loss));
  to.line("iou_normalizer", decimal(v.lambda_coord));
  to.line("cls_normalizer", decimal(v.lambda_class));
  to.line("obj_normalizer", decimal(v.lambda_obj));
}

}  // namespace

std::string print_darknet_cfg(const NetworkConfig& config) {
  std::string text = "[net]\nbatch=1\nsubdivisions=1\nwidth=" + std::to_string(config.width) + "\nheight=" + std::to_string(config.height) +
                     "\nchannels=" + std::to_string(config.channels) + "\n";
  const CfgLayerWriter to{text};
  std::size_t heads = 0;
  for (std::size_t i = 0; i < config.layers.size(); ++i) {
    LayerConfig layer = config.layers[i];
    text += "\n";
    if (!std::holds_alternative<layers::Head>(layer.kind)) {
      for (const int from : inputs_of(config, i))
        if (from < 0 && i > 0) throw Error(call_layer(config, i), "darknet has no word for the network's input");
      text += "[" + std::string(word_of(layer)) + "]\n";
      std::visit([&](auto& kind) { LayerFields::visit(to, kind); }, layer.kind);
    } else if (config.variant.family == Family::v1) {
      print_detection(to, config, i);
    } else if (config.variant.family == Family::v2) {
      print_region(to, config.variant);
    } else {
      print_yolo(to, config.variant, heads++);
    }
  }
  return text;
}

}  // namespace yologold
