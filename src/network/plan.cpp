#include "network/plan.hpp"

#include <algorithm>

#include "network/inputs_of.hpp"

namespace yologold {

namespace {

/// Layers that give what they are given.
bool passes_on(const LayerConfig& layer, Mode mode) {
  if (const auto* route = std::get_if<layers::Route>(&layer.kind)) return route->layers.size() == 1 && route->groups == 1;
  return std::holds_alternative<layers::Head>(layer.kind) || (mode == Mode::infer && std::holds_alternative<layers::Dropout>(layer.kind));
}

bool rises(Nonlinearity n) { return n == Nonlinearity::leaky || n == Nonlinearity::relu; }

/// What each layer leaves to the next. The maximum of a rising function is the function of the maximum: where only a maximum reads a convolution, the
/// nonlinearity follows it, on fewer values.
std::vector<Nonlinearity> find_deferred(const NetworkConfig& config) {
  std::vector<int> readers(config.layers.size() + 1, 0);
  for (std::size_t i = 0; i < config.layers.size(); ++i)
    for (const int from : inputs_of(config, i)) ++readers[static_cast<std::size_t>(from + 1)];
  std::vector<Nonlinearity> deferred(config.layers.size(), Nonlinearity::linear);
  for (std::size_t i = 0; i + 1 < config.layers.size(); ++i) {
    const auto* convolution = std::get_if<layers::Convolutional>(&config.layers[i].kind);
    const bool pooled = std::holds_alternative<layers::MaxPool>(config.layers[i + 1].kind) && readers[i + 1] == 1;
    if (convolution && pooled && rises(convolution->activation)) deferred[i] = convolution->activation;
  }
  return deferred;
}

/// A layer without the nonlinearity that it leaves to the next.
layers::Convolutional without_activation(layers::Convolutional layer) {
  layer.activation = Nonlinearity::linear;
  return layer;
}

}  // namespace

NetworkPlan::NetworkPlan(const NetworkConfig& config, Parameters& parameters, int n, int h, int w, Mode mode, const Ranks& ranks)
    : batch_norm_(config.batch_norm) {
  const Build build{n, mode, batch_norm_, memories_, ranks};
  input_.shape = {config.channels, h, w};
  input_.is_input = true;
  build.give(input_, plain(build.dims(input_.shape)));
  const std::vector<FeatureShape> shapes = infer_shapes(config, h, w);
  if (mode == Mode::train) deferred_ = find_deferred(config);
  for (std::size_t i = 0; i < shapes.size(); ++i) add_layer(config, build, i, shapes[i], parameters.layers[i]);
}

void NetworkPlan::add_layer(const NetworkConfig& config, const Build& build, std::size_t layer, const FeatureShape& shape, LayerParameters& parameters) {
  std::vector<Feature*> in;
  for (const int from : inputs_of(config, layer)) in.push_back(from < 0 ? &input_ : outputs_[static_cast<std::size_t>(from)]);
  const LayerConfig& l = config.layers[layer];
  if (std::holds_alternative<layers::Head>(l.kind)) add_head(build, *in[0]);
  if (passes_on(l, build.mode)) {
    outputs_.push_back(in[0]);
    return;
  }
  Feature& out = features_.emplace_back();
  out.shape = shape;
  outputs_.push_back(&out);
  const Site site{layer, std::move(in), out, parameters};
  const auto make = [&]<class Kind>(const Kind& kind) -> MadeNode {
    if constexpr (std::is_same_v<Kind, layers::Head>)
      return nullptr;
    else if constexpr (std::is_same_v<Kind, layers::Convolutional>)
      return make_node(build, left(layer) == Nonlinearity::linear ? kind : without_activation(kind), site);
    else if constexpr (std::is_same_v<Kind, layers::MaxPool>)
      return make_node(build, kind, site, layer > 0 ? left(layer - 1) : Nonlinearity::linear);
    else
      return make_node(build, kind, site);
  };
  steps_.push_back({std::visit(make, l.kind), &out});
}

void NetworkPlan::add_head(const Build& build, Feature& feature) {
  HeadPort head;
  head.output = memories_.own(plain(build.dims(feature.shape)));
  head.read = build.copy(feature.value, head.output);
  if (build.trains()) {
    head.gradient = memories_.own(head.output.get_desc());
    head.edge = Edge(build, feature, head.gradient);
  }
  heads_.push_back(std::move(head));
}

void NetworkPlan::place(Slabs& slabs) {
  memories_.place(slabs);
  for (std::size_t h = 0; h < heads_.size(); ++h) std::ranges::fill(gradient(h), 0.0F);
}

void NetworkPlan::forward(std::span<const float> images, const Pass& pass) {
  std::ranges::copy(images, static_cast<float*>(input_.value.get_data_handle()));
  for (const Step& step : steps_) step.node->forward(pass);
  for (const HeadPort& head : heads_) head.read.run(pass.stream);
}

void NetworkPlan::backward(const Pass& pass) {
  // Start from the heads; a layer that nobody after it reads has no gradient.
  input_.given = false;
  for (Feature& feature : features_) feature.given = false;
  for (HeadPort& head : heads_) head.edge.deliver(pass);
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step)
    if (step->out->given) step->node->backward(pass);
}

std::span<const float> NetworkPlan::input_gradient() const { return numbers(input_.gradient); }

}  // namespace yologold
