#include <algorithm>

#include "json/names.hpp"
#include "network/cfg_variant.hpp"
#include "network/complete.hpp"
#include "network/layer_fields.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

bool is_head(const CfgSection& section) { return section.name == "yolo" || section.name == "region" || section.name == "detection"; }

/// darknet's short forms and defaults, said in full.
CfgSection spell_out(CfgSection s) {
  const auto otherwise = [&](const char* key, const std::string& value) { s.values.emplace(key, value); };
  if (s.name == "convolutional" || s.name == "local") {
    if (s.whole("pad", 0))
      s.values["padding"] = std::to_string(s.whole("size", 1) / 2);
    else
      otherwise("padding", "0");
  }
  if (s.name == "convolutional" || s.name == "local" || s.name == "connected") otherwise("activation", "logistic");
  if (s.name == "convolutional" || s.name == "local") otherwise("filters", "1");
  if (s.name == "connected") otherwise("output", "1");
  if (s.name == "maxpool") {
    otherwise("stride", "1");
    otherwise("size", s.text("stride", "1"));
    otherwise("padding", std::to_string(s.whole("size", 1) - 1));
  }
  if (s.name == "dropout" && s.whole("dropblock", 0)) otherwise("block", s.text("dropblock_size_abs", "7"));
  if (s.name == "shortcut") {
    if (s.text("weights_type", "") == "per_layer") s.values["weights_type"] = "per_feature";
    if (s.find("weights_normalizion")) otherwise("weights_normalization", s.text("weights_normalizion", ""));
    if (s.text("weights_normalization", "") == "avg_relu") s.values["weights_normalization"] = "relu";
  }
  return s;
}

/// Reads the visited fields of one layer from its section.
struct CfgLayerReader {
  const CfgSection& section;
  int place;

  void number(const char* key, int& to, int fallback, int low) const {
    to = section.whole(key, fallback);
    if (to < low || to > most_of_anything) throw Error(section.where, std::string(key) + " is " + std::to_string(to), "at least " + std::to_string(low));
  }
  void count(const char* key, int& to) const { number(key, to, 1, 1); }
  void real(const char* key, double& to, double fallback, double low, double high) const {
    to = section.number(key, fallback);
    if (!(to >= low && to <= high)) throw Error(section.where, std::string(key) + " lies outside its range");
  }
  void flag(const char* key, bool& to) const { to = section.whole(key, 0) != 0; }
  template <class Choice>
  void word(const char* key, Choice& to, std::span<const std::string_view> words) const {
    if (const std::string* value = section.find(key)) to = static_cast<Choice>(find_name(*value, section.where, words, std::string("a choice of ") + key));
  }
  void reference(const char* key, int& to) const {
    std::vector<int> list;
    references(key, list);
    to = list[0];
  }
  void references(const char* key, std::vector<int>& to) const {
    for (const double number : section.numbers(key)) to.push_back(static_cast<int>(number) + (number < 0 ? place : 0));
    if (to.empty()) throw Error(section.where, std::string(key) + " is missing");
  }
};

LayerConfig read_layer(const CfgSection& section, int place) {
  LayerConfig layer;
  if (is_head(section)) {
    const bool flat = section.name == "detection";
    layer.kind = layers::Head{flat ? LayoutName::darknet_v1 : LayoutName::nchw, flat ? section.whole("side", 7) : 0};
    return layer;
  }
  const CfgSection full = spell_out(section);
  layer.kind = make_kind(find_name(section.name, section.where, std::span(layer_words).first(layer_words.size() - 1), "a section of a network"));
  std::visit([&](auto& kind) { LayerFields::visit(CfgLayerReader{full, place}, kind); }, layer.kind);
  return layer;
}

/// The layer before a head becomes as wide as another number of classes needs.
void free_width(LayerConfig& layer) {
  if (auto* l = std::get_if<layers::Convolutional>(&layer.kind)) l->filters = as_the_head_needs;
  if (auto* l = std::get_if<layers::Connected>(&layer.kind)) l->output = as_the_head_needs;
}

}  // namespace

NetworkConfig parse_darknet_cfg(std::string_view text, const std::string& where, const NetworkChoices& choices) {
  const std::vector<CfgSection> sections = read_cfg_sections(text, where);
  if (sections.empty() || (sections[0].name != "net" && sections[0].name != "network")) throw Error(where, "does not start with [net]");
  NetworkConfig config;
  config.name = where;
  config.width = sections[0].whole("width", 0);
  config.height = sections[0].whole("height", 0);
  config.channels = sections[0].whole("channels", 3);
  if (config.width < 1 || config.height < 1 || config.channels < 1) throw Error(sections[0].where, "width, height and channels must be at least 1");

  std::vector<const CfgSection*> heads;
  for (const CfgSection& section : std::span(sections).subspan(1)) {
    if (is_head(section)) {
      heads.push_back(&section);
      if (choices.classes > 0 && !config.layers.empty()) free_width(config.layers.back());
    }
    config.layers.push_back(read_layer(section, static_cast<int>(config.layers.size())));
  }
  if (heads.empty()) throw Error(where, "has no [yolo], [region] or [detection]");
  complete_network(config, variant_of_cfg(heads), where, choices);
  return config;
}

}  // namespace yologold
