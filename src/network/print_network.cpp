#include "json/json.hpp"
#include "network/layer_fields.hpp"
#include "network/network_config.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {

namespace {

/// Writes the fields of one layer; other layers are called by how far they lie before it.
struct JsonLayerWriter {
  Json& json;
  int place;

  void number(const char* key, int value, int, int) const { json[key] = value; }
  void count(const char* key, int value) const { json[key] = value; }
  void real(const char* key, double value, double, double, double) const { json[key] = value; }
  void flag(const char* key, bool value) const { json[key] = value; }
  template <class Choice>
  void word(const char* key, Choice value, std::span<const std::string_view> words) const {
    json[key] = std::string(words[static_cast<std::size_t>(value)]);
  }
  void reference(const char* key, int value) const { json[key] = value - place; }
  void references(const char* key, const std::vector<int>& values) const {
    json[key] = Json::array();
    for (const int value : values) json[key].push_back(value - place);
  }
};

}  // namespace

std::string print_network(const NetworkConfig& config) {
  Json document;
  document["name"] = config.name;
  document["width"] = config.width;
  document["height"] = config.height;
  document["channels"] = config.channels;
  const BatchNormConfig& b = config.batch_norm;
  document["batch_norm"] = {{"epsilon", b.epsilon}, {"epsilon_outside", b.epsilon_outside}, {"momentum", b.momentum}, {"cross_mini_batch", b.cross_mini_batch}};
  document["variant"] = Json::parse(print_variant(config.variant));
  document["layers"] = Json::array();
  for (LayerConfig layer : config.layers) {
    Json json;
    json["layer"] = layer_words[layer.kind.index()];
    if (!layer.name.empty()) json["name"] = layer.name;
    const JsonLayerWriter writer{json, static_cast<int>(document["layers"].size())};
    std::visit([&](auto& kind) { LayerFields::visit(writer, kind); }, layer.kind);
    document["layers"].push_back(std::move(json));
  }
  return document.dump(1) + "\n";
}

}  // namespace yologold
