#include <algorithm>

#include "network/inputs_of.hpp"
#include "network/layer_words.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

/// What one layer gives, or Error at `where`.
struct Shaper {
  const std::string where;
  const Variant& variant;
  const std::vector<FeatureShape>& in;

  [[noreturn]] void refuse(const std::string& what) const { throw Error(where, what); }

  /// The side after windows of `size` every `stride` pixels over in + padding pixels.
  std::int64_t windows(std::int64_t side, int size, int stride, int padding) const {
    if (side + padding < size) refuse("a window of " + std::to_string(size) + " does not fit into " + std::to_string(side) + " pixels");
    return (side + padding - size) / stride + 1;
  }

  void need_same(const FeatureShape& other) const {
    if (other != in[0]) refuse("its inputs must have one shape, not " + text(in[0]) + " and " + text(other));
  }

  static std::string text(const FeatureShape& s) { return std::to_string(s.c) + " x " + std::to_string(s.h) + " x " + std::to_string(s.w); }

  FeatureShape operator()(const layers::Convolutional& l) const {
    if (in[0].c % l.groups != 0 || l.filters % l.groups != 0) refuse("groups must divide " + std::to_string(in[0].c) + " channels and the filters");
    return {l.filters, windows(in[0].h, l.size, l.stride, 2 * l.padding), windows(in[0].w, l.size, l.stride, 2 * l.padding)};
  }
  FeatureShape operator()(const layers::Local& l) const {
    return {l.filters, windows(in[0].h, l.size, l.stride, 2 * l.padding), windows(in[0].w, l.size, l.stride, 2 * l.padding)};
  }
  FeatureShape operator()(const layers::MaxPool& l) const {
    return {in[0].c, windows(in[0].h, l.size, l.stride, l.padding), windows(in[0].w, l.size, l.stride, l.padding)};
  }
  FeatureShape operator()(const layers::AveragePool&) const { return {in[0].c, 1, 1}; }
  FeatureShape operator()(const layers::Upsample& l) const { return {in[0].c, in[0].h * l.stride, in[0].w * l.stride}; }
  FeatureShape operator()(const layers::Route& l) const {
    FeatureShape out{0, in[0].h, in[0].w};
    for (const FeatureShape& s : in) {
      if (s.h != out.h || s.w != out.w) refuse("joins maps of different sizes, " + text(in[0]) + " and " + text(s));
      if (s.c % l.groups != 0) refuse("groups must divide " + std::to_string(s.c) + " channels");
      out.c += s.c / l.groups;
    }
    return out;
  }
  FeatureShape operator()(const layers::Shortcut&) const {
    for (const FeatureShape& s : in) need_same(s);
    return in[0];
  }
  FeatureShape operator()(const layers::Sam&) const {
    need_same(in[1]);
    return in[0];
  }
  FeatureShape operator()(const layers::ScaleChannels&) const {
    if (in[0] != FeatureShape{in[1].c, 1, 1})
      refuse("the layer before must have one value for each of " + std::to_string(in[1].c) + " channels, not " + text(in[0]));
    return in[1];
  }
  FeatureShape operator()(const layers::Dropout&) const { return in[0]; }
  FeatureShape operator()(const layers::Reorg& l) const {
    if (in[0].c % (l.stride * l.stride) != 0 || in[0].h % l.stride != 0 || in[0].w % l.stride != 0) refuse("stride does not divide " + text(in[0]));
    return {in[0].c * l.stride * l.stride, in[0].h / l.stride, in[0].w / l.stride};
  }
  FeatureShape operator()(const layers::Connected& l) const { return {l.output, 1, 1}; }
  FeatureShape operator()(const layers::Head&) const { return in[0]; }
};

}  // namespace

std::vector<int> inputs_of(const NetworkConfig& config, std::size_t layer) {
  const auto& kind = config.layers[layer].kind;
  if (const auto* l = std::get_if<layers::Route>(&kind)) return l->layers;
  std::vector<int> in{static_cast<int>(layer) - 1};
  if (const auto* l = std::get_if<layers::Shortcut>(&kind)) in.insert(in.end(), l->from.begin(), l->from.end());
  if (const auto* l = std::get_if<layers::Sam>(&kind)) in.push_back(l->from);
  if (const auto* l = std::get_if<layers::ScaleChannels>(&kind)) in.push_back(l->from);
  return in;
}

const char* word_of(const LayerConfig& layer) { return layer_words[layer.kind.index()].data(); }

std::string call_layer(const NetworkConfig& config, std::size_t layer) {
  return config.name + ": layer " + std::to_string(layer) + " (" + word_of(config.layers[layer]) + ")";
}

std::vector<FeatureShape> infer_shapes(const NetworkConfig& config, int h, int w) {
  std::vector<FeatureShape> shapes;
  for (std::size_t i = 0; i < config.layers.size(); ++i) {
    std::vector<FeatureShape> in;
    for (const int from : inputs_of(config, i)) {
      if (from < -1 || from >= static_cast<int>(i)) throw Error(call_layer(config, i), "reads layer " + std::to_string(from), "the layers before it");
      in.push_back(from < 0 ? FeatureShape{config.channels, h, w} : shapes[static_cast<std::size_t>(from)]);
    }
    if (in.empty()) throw Error(call_layer(config, i), "reads no layer");
    shapes.push_back(std::visit(Shaper{call_layer(config, i), config.variant, in}, config.layers[i].kind));
  }
  return shapes;
}

double count_flops(const NetworkConfig& config, int h, int w) {
  const std::vector<FeatureShape> shapes = infer_shapes(config, h, w);
  double flops = 0;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const int from = inputs_of(config, i)[0];
    const FeatureShape in = from < 0 ? FeatureShape{config.channels, h, w} : shapes[static_cast<std::size_t>(from)];
    const auto values = [](const FeatureShape& s) { return static_cast<double>(s.c * s.h * s.w); };
    const auto& kind = config.layers[i].kind;
    if (const auto* l = std::get_if<layers::Convolutional>(&kind))
      flops += 2 * values(shapes[i]) * static_cast<double>(in.c) / static_cast<double>(l->groups) * static_cast<double>(l->size * l->size);
    if (const auto* l = std::get_if<layers::Local>(&kind)) flops += 2 * values(shapes[i]) * static_cast<double>(in.c * l->size * l->size);
    if (std::holds_alternative<layers::Connected>(kind)) flops += 2 * values(shapes[i]) * values(in);
  }
  return flops;
}

}  // namespace yologold
