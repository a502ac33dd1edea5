#include "network/activate.hpp"
#include "network/edge.hpp"
#include "network/make_node.hpp"
#include "network/shortcut_weights.hpp"

namespace yologold {

namespace {

/// The memory before a nonlinearity: the output's own where its values are not needed later.
memory inner_of(const Build& build, Nonlinearity activation, const Feature& out) {
  return build.trains() && Activate::needs_input(activation) ? build.memories.own(out.desc()) : out.value;
}

/// The plain sum.
class SumNode : public Node {
 public:
  SumNode(const Build& build, const layers::Shortcut& layer, const Site& site) {
    build.give(site.out, site.in[0]->desc());
    const memory sum = inner_of(build, layer.activation, site.out);
    if (site.in[1]->desc() == sum.get_desc())
      forward_.push_back(build.binary(dnnl::algorithm::binary_add, site.in[0]->value, site.in[1]->value, sum));
    else
      forward_ = {build.copy(site.in[0]->value, sum), build.add(site.in[1]->value, sum)};
    for (std::size_t i = 2; i < site.in.size(); ++i) forward_.push_back(build.add(site.in[i]->value, sum));
    activate_ = Activate(build, layer.activation, sum, site.out);
    if (!build.trains()) return;
    for (Feature* in : site.in) edges_.emplace_back(build, *in, site.out.gradient);
  }

  void forward(const Pass& pass) override {
    run_all(forward_, pass);
    activate_.forward(pass);
  }

  void backward(const Pass& pass) override {
    activate_.backward(pass);
    for (Edge& edge : edges_) edge.deliver(pass);
  }

 private:
  std::vector<Op> forward_;
  Activate activate_;
  std::vector<Edge> edges_;
};

/// The sum with a factor an input and channel.
class WeightedSumNode : public Node {
 public:
  WeightedSumNode(const Build& build, const layers::Shortcut& layer, const Site& site)
      : parameters_(site.parameters), factors_(site.in.size(), layer.weights_normalization), channels_(static_cast<std::size_t>(site.out.shape.c)) {
    build.give(site.out, site.in[0]->desc());
    const memory::desc desc = site.out.desc();
    const memory sum = inner_of(build, layer.activation, site.out);
    for (Feature* in : site.in) {
      const memory value = build.as(forward_, in->value, desc);
      const memory& factor = factor_memories_.emplace_back(build.memories.own(plain({1, site.out.shape.c, 1, 1})));
      const memory product = in == site.in[0] ? sum : build.memories.shared(Shared::plain, desc);
      forward_.push_back(build.binary(dnnl::algorithm::binary_mul, value, factor, product));
      if (in != site.in[0]) forward_.push_back(build.add(product, sum));
      if (build.trains()) add_way_back(build, *in, site.out, value, factor);
    }
    activate_ = Activate(build, layer.activation, sum, site.out);
  }

  void forward(const Pass& pass) override {
    factors_.set(parameters_.weights.value);
    for (std::size_t i = 0; i < factor_memories_.size(); ++i) {
      auto* const to = static_cast<float*>(factor_memories_[i].get_data_handle());
      for (std::size_t c = 0; c < channels_; ++c) to[c] = factors_.at(i, c);
    }
    run_all(forward_, pass);
    activate_.forward(pass);
  }

  void backward(const Pass& pass) override {
    activate_.backward(pass);
    std::vector<std::vector<double>> slopes;
    for (Way& way : ways_) {
      way.product.run(pass.stream);
      way.sum.run(pass.stream);
      const auto* const slope = static_cast<const float*>(way.slope.get_data_handle());
      slopes.emplace_back(slope, slope + channels_);
      way.edge.run(way.back, DNNL_ARG_DST, pass);
    }
    if (pass.backward.parameters) factors_.backward(slopes, parameters_.weights.gradient);
  }

 private:
  struct Way {
    Op product, sum, back;
    memory slope;
    Edge edge;
  };

  void add_way_back(const Build& build, Feature& in, Feature& out, const memory& value, const memory& factor) {
    // The slope of a factor is the sum of gradient times input over its channel.
    const memory product = build.memories.shared(Shared::plain, out.desc());
    const memory slope = build.memories.own(factor.get_desc());
    const dnnl::reduction::primitive_desc pd({dnnl::algorithm::reduction_sum, product.get_desc(), slope.get_desc(), 0, 0}, shared_scratch(), cpu());
    Edge edge(build, in, out.desc());
    ways_.push_back({build.binary(dnnl::algorithm::binary_mul, out.gradient, value, product), build.op(pd, {{DNNL_ARG_SRC, product}, {DNNL_ARG_DST, slope}}),
                     build.binary(dnnl::algorithm::binary_mul, out.gradient, factor, edge.part()), slope, edge});
  }

  LayerParameters& parameters_;
  ShortcutFactors factors_;
  std::size_t channels_;
  std::vector<memory> factor_memories_;
  std::vector<Op> forward_;
  Activate activate_;
  std::vector<Way> ways_;
};

}  // namespace

MadeNode make_node(const Build& build, const layers::Shortcut& layer, const Site& site) {
  if (layer.weights_type == ShortcutWeights::none) return std::make_unique<SumNode>(build, layer, site);
  return std::make_unique<WeightedSumNode>(build, layer, site);
}

}  // namespace yologold
