#include "network/parameters.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "network/inputs_of.hpp"
#include "suite/random.hpp"

namespace yologold {

namespace {

constexpr double head_deviation = 0.01;  // heads start close to their biases

}  // namespace

/// Makes the numbers of one layer.
struct Parameters::Maker {
  Parameters& all;
  LayerParameters& layer;
  const std::string index;
  const FeatureShape in, out;
  const bool before_head;
  const Random random;

  Parameter make(const char* name, std::vector<std::int64_t> shape, bool trained, bool decays, float start) {
    const auto count = static_cast<std::size_t>(std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies()));
    Parameter p{index + "." + name, std::move(shape), all.memory_.emplace_back(count, start), {}, decays};
    if (trained) p.gradient = all.memory_.emplace_back(count, 0.0F);
    (trained ? all.trained : all.statistics).push_back(p);
    return p;
  }

  void make_biases(const std::vector<std::int64_t>& shape, bool batch_normalize) {
    layer.biases = make("biases", shape, true, false, 0);
    if (!batch_normalize) return;
    layer.scales = make("scales", shape, true, false, 1);
    layer.mean = make("mean", shape, false, false, 0);
    layer.variance = make("variance", shape, false, false, 1);
  }

  /// Normal numbers whose sums over `inputs` values of variance 1 have the variance 2 (He 2015), halved by the nonlinearity.
  void make_weights(std::vector<std::int64_t> shape, std::int64_t inputs) {
    layer.weights = make("weights", std::move(shape), true, true, 0);
    const double deviation = before_head ? head_deviation : std::sqrt(2.0 / static_cast<double>(inputs));
    for (std::size_t i = 0; i < layer.weights.value.size(); ++i) layer.weights.value[i] = static_cast<float>(deviation * random.normal(i, 0));
  }

  void operator()(const layers::Convolutional& l) {
    make_biases({l.filters}, l.batch_normalize);
    make_weights({l.filters, in.c / l.groups, l.size, l.size}, in.c / l.groups * l.size * l.size);
  }
  void operator()(const layers::Connected& l) {
    const std::int64_t inputs = in.c * in.h * in.w;
    make_biases({l.output}, l.batch_normalize);
    make_weights({l.output, inputs}, inputs);
  }
  void operator()(const layers::Local& l) {
    const std::int64_t inputs = in.c * l.size * l.size;
    make_biases({out.c, out.h, out.w}, false);
    make_weights({out.h * out.w, l.filters, inputs}, inputs);
  }
  void operator()(const layers::Shortcut& l) {
    const auto inputs = static_cast<std::int64_t>(l.from.size()) + 1;
    if (l.weights_type == ShortcutWeights::per_feature) layer.weights = make("weights", {inputs}, true, false, 1);
    if (l.weights_type == ShortcutWeights::per_channel) layer.weights = make("weights", {inputs, out.c}, true, false, 1);
  }
  template <class Other>
  void operator()(const Other&) {}
};

Parameters::Parameters(const NetworkConfig& config, std::span<const FeatureShape> shapes, std::uint64_t seed) {
  for (std::size_t i = 0; i < config.layers.size(); ++i) {
    const int from = inputs_of(config, i)[0];
    const FeatureShape in = from < 0 ? FeatureShape{config.channels, config.height, config.width} : shapes[static_cast<std::size_t>(from)];
    const bool before_head = i + 1 < config.layers.size() && std::holds_alternative<layers::Head>(config.layers[i + 1].kind);
    Maker maker{*this, layers.emplace_back(), std::to_string(i), in, shapes[i], before_head, Random(seed, "weights", i)};
    std::visit(maker, config.layers[i].kind);
  }
}

}  // namespace yologold
