#include "network/complete.hpp"

#include <numeric>

#include "network/inputs_of.hpp"
#include "network/layer_fields.hpp"
#include "yologold/error.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {

namespace {

/// The channels (darknet_v1: the numbers of a picture) of the head with a place among the heads.
std::int64_t width_of_head(const NetworkConfig& config, const layers::Head& head, std::size_t place) {
  const Variant& v = config.variant;
  if (v.classes == 0) throw Error(config.name, "the width of its heads needs the number of classes");
  const std::int64_t cells = head.layout == LayoutName::darknet_v1 ? static_cast<std::int64_t>(head.side) * head.side : 1;
  if (v.family == Family::v1) return cells * (5 * v.predictors + v.classes);
  if (place >= v.masks.size()) throw Error(config.name, "has more heads than its variant has masks");
  return static_cast<std::int64_t>(v.masks[place].size()) * (5 + v.classes);
}

/// Gives the layers before a head the width it needs, where they ask for it.
void widen_heads(NetworkConfig& config) {
  std::size_t place = 0;
  for (std::size_t i = 0; i < config.layers.size(); ++i) {
    const auto* head = std::get_if<layers::Head>(&config.layers[i].kind);
    if (!head) continue;
    const auto widen = [&](int& width) {
      if (width == as_the_head_needs) width = static_cast<int>(width_of_head(config, *head, place));
    };
    for (std::size_t j = i; j-- > 0 && !std::holds_alternative<layers::Head>(config.layers[j].kind);) {
      auto& kind = config.layers[j].kind;
      if (auto* l = std::get_if<layers::Convolutional>(&kind)) widen(l->filters);
      if (auto* l = std::get_if<layers::Connected>(&kind)) widen(l->output);
      if (auto* l = std::get_if<layers::Local>(&kind)) widen(l->filters);
    }
    ++place;
  }
}

void refuse_left_over(const NetworkConfig& config) {
  for (std::size_t i = 0; i < config.layers.size(); ++i) {
    const auto& kind = config.layers[i].kind;
    const auto* convolution = std::get_if<layers::Convolutional>(&kind);
    const auto* connected = std::get_if<layers::Connected>(&kind);
    const auto* local = std::get_if<layers::Local>(&kind);
    if ((convolution && convolution->filters < 1) || (connected && connected->output < 1) || (local && local->filters < 1))
      throw Error(call_layer(config, i), "no head follows that says how wide it is");
  }
}

}  // namespace

void complete_network(NetworkConfig& config, std::string_view variant, const std::string& where, const NetworkChoices& choices) {
  // Take the user's choices.
  if (choices.width > 0) config.width = choices.width;
  if (choices.height > 0) config.height = choices.height;
  std::vector<std::string> overrides = choices.variant;
  if (choices.classes > 0) overrides.push_back("classes=" + std::to_string(choices.classes));
  overrides.push_back("image=[" + std::to_string(config.width) + "," + std::to_string(config.height) + "]");
  config.variant = parse_variant(variant, where, overrides);

  // One head owns all anchors.
  Variant& v = config.variant;
  if (v.family != Family::v1 && v.masks.empty()) std::iota(v.masks.emplace_back(v.anchors.size()).begin(), v.masks.back().end(), 0);
  widen_heads(config);
  refuse_left_over(config);
  infer_shapes(config, config.height, config.width);
}

}  // namespace yologold
