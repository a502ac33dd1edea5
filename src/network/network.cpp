#include "network/network.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "network/inputs_of.hpp"
#include "network/plan.hpp"
#include "network/threads.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

using Key = std::tuple<int, int, int, Mode>;

/// The heads of the layers, with no numbers yet.
std::vector<NetworkHead> describe_heads(const NetworkConfig& config, std::span<const FeatureShape> shapes, int n) {
  std::vector<NetworkHead> heads;
  const Variant& variant = config.variant;
  for (std::size_t i = 0; i < config.layers.size(); ++i) {
    const auto* layer = std::get_if<layers::Head>(&config.layers[i].kind);
    if (!layer) continue;
    const bool v1 = variant.family == Family::v1, flat = layer->layout == LayoutName::darknet_v1;
    const FeatureShape& shape = shapes[i];
    if (!v1 && heads.size() >= variant.masks.size()) throw Error(call_layer(config, i), "the variant has only " + std::to_string(heads.size()) + " masks");
    const auto predictors = v1 ? variant.predictors : static_cast<std::int64_t>(variant.masks[heads.size()].size());
    NetworkHead& head = heads.emplace_back();
    head.layout = layer->layout;
    head.shape = {n, predictors, flat ? layer->side : shape.h, flat ? layer->side : shape.w, variant.classes, v1};
    const std::int64_t need = head.shape.elements(), have = n * shape.c * shape.h * shape.w;
    if (need != have)
      throw Error(call_layer(config, i), "is given " + std::to_string(have / n) + " numbers a picture, and needs " + std::to_string(need / n) + " for " +
                                             std::to_string(predictors) + " predictors and " + std::to_string(variant.classes) + " classes");
  }
  if (heads.empty()) throw Error(config.name, "has no head");
  if (variant.family != Family::v1 && heads.size() != variant.masks.size()) throw Error(config.name, "the variant has more masks than there are heads");
  return heads;
}

/// Some layers have a weight for every place of the picture.
bool has_fixed_size(const NetworkConfig& config) {
  return std::ranges::any_of(
      config.layers, [](const LayerConfig& l) { return std::holds_alternative<layers::Connected>(l.kind) || std::holds_alternative<layers::Local>(l.kind); });
}

}  // namespace

struct Network::Impl {
  Impl(NetworkConfig given, std::uint64_t seed) : config(std::move(given)), parameters(config, infer_shapes(config, config.height, config.width), seed) {
    resize(1, config.height, config.width);
  }

  void resize(int new_n, int new_h, int new_w) {
    if (new_n < 1) throw Error(config.name, "a batch of " + std::to_string(new_n) + " pictures", "at least 1");
    if (has_fixed_size(config) && (new_h != config.height || new_w != config.width))
      throw Error(config.name, "its connected layers take pictures of " + std::to_string(config.width) + " x " + std::to_string(config.height) + " only");
    if (new_n == n && new_h == h && new_w == w) return;
    heads = describe_heads(config, infer_shapes(config, new_h, new_w), new_n);
    n = new_n, h = new_h, w = new_w;
    plan = nullptr;
  }

  /// The plan of the shape in a mode, with its memory in place.
  NetworkPlan& use(Mode mode) {
    const Key key{n, h, w, mode};
    if (plan && key == plan_key) return *plan;
    auto& made = plans[key];
    if (!made) made = std::make_unique<NetworkPlan>(config, parameters, n, h, w, mode, *ranks);
    made->place(slabs);
    plan = made.get();
    plan_key = key;
    for (std::size_t i = 0; i < heads.size(); ++i) heads[i].output = plan->output(i), heads[i].gradient = plan->gradient(i);
    return *plan;
  }

  NetworkConfig config;
  const Ranks* ranks = &one_rank;
  Parameters parameters;
  Slabs slabs;
  dnnl::stream stream{cpu()};
  std::map<Key, std::unique_ptr<NetworkPlan>> plans;
  NetworkPlan* plan = nullptr;
  Key plan_key{};
  ForwardOptions last;
  bool forwarded = false;
  int n = 0, h = 0, w = 0;
  std::vector<NetworkHead> heads;
};

Network::Network(NetworkConfig config, std::uint64_t seed) : impl_(std::make_unique<Impl>(std::move(config), seed)) {}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

const NetworkConfig& Network::config() const { return impl_->config; }

void Network::join(const Ranks& ranks) { impl_->ranks = &ranks; }

void Network::resize(int n, int h, int w) { impl_->resize(n, h, w); }

void Network::forward(std::span<const float> images, const ForwardOptions& options) {
  Impl& i = *impl_;
  const std::size_t wanted =
      static_cast<std::size_t>(i.n) * static_cast<std::size_t>(i.config.channels) * static_cast<std::size_t>(i.h) * static_cast<std::size_t>(i.w);
  if (images.size() != wanted) throw Error(i.config.name, "is given " + std::to_string(images.size()) + " numbers of images", std::to_string(wanted));
  if (options.mode == Mode::train && i.config.batch_norm.epsilon_outside) throw Error(i.config.name, "epsilon outside the root is for inference");
  i.use(options.mode).forward(images, {i.stream, options});
  i.stream.wait();
  i.last = options;
  i.forwarded = options.mode == Mode::train;
  rest_network_threads();
}

std::span<const NetworkHead> Network::heads() const { return impl_->heads; }

void Network::backward(const BackwardOptions& options) {
  Impl& i = *impl_;
  if (!i.plan || !i.forwarded) throw Error(i.config.name, "backward needs a forward pass in mode train before it");
  i.plan->backward({i.stream, i.last, options});
  i.stream.wait();
  i.forwarded = false;
  rest_network_threads();
}

std::span<const float> Network::input_gradient() const { return impl_->plan->input_gradient(); }
std::span<const Parameter> Network::parameters() const { return impl_->parameters.trained; }
std::span<const Parameter> Network::statistics() const { return impl_->parameters.statistics; }

void Network::zero_gradients() {
  for (const Parameter& p : impl_->parameters.trained) std::ranges::fill(p.gradient, 0.0F);
}

}  // namespace yologold
