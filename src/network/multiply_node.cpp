#include "network/activate.hpp"
#include "network/edge.hpp"
#include "network/make_node.hpp"

namespace yologold {

namespace {

/// map * gate, where the gate has the map's shape or one value a channel.
class MultiplyNode : public Node {
 public:
  MultiplyNode(const Build& build, Nonlinearity activation, Feature& map, Feature& gate, const Site& site) {
    // Bring both into the layout of the map.
    const bool same = map.shape == gate.shape;
    build.give(site.out, map.desc());
    const memory::desc desc = site.out.desc(), gate_desc = same ? desc : plain(build.dims(gate.shape));
    const memory factor = build.as(forward_, gate.value, gate_desc);
    const bool keeps = build.trains() && Activate::needs_input(activation);
    const memory product = keeps ? build.memories.own(desc) : site.out.value;
    forward_.push_back(build.binary(dnnl::algorithm::binary_mul, map.value, factor, product));
    activate_ = Activate(build, activation, product, site.out);
    if (!build.trains()) return;

    // Each factor's gradient is the other times that of the product, summed where the gate is one value a channel.
    to_map_ = Edge(build, map, desc);
    back_to_map_ = build.binary(dnnl::algorithm::binary_mul, site.out.gradient, factor, to_map_.part());
    to_gate_ = Edge(build, gate, gate_desc);
    back_to_gate_ =
        build.binary(dnnl::algorithm::binary_mul, site.out.gradient, map.value, same ? to_gate_.part() : build.memories.shared(Shared::plain, desc));
    if (same) return;
    const memory products = back_to_gate_.arguments[DNNL_ARG_DST];
    const dnnl::reduction::primitive_desc pd({dnnl::algorithm::reduction_sum, desc, gate_desc, 0, 0}, shared_scratch(), cpu());
    multiply_ = std::exchange(back_to_gate_, build.op(pd, {{DNNL_ARG_SRC, products}, {DNNL_ARG_DST, to_gate_.part()}}));
  }

  void forward(const Pass& pass) override {
    run_all(forward_, pass);
    activate_.forward(pass);
  }

  void backward(const Pass& pass) override {
    activate_.backward(pass);
    to_map_.run(back_to_map_, DNNL_ARG_DST, pass);
    if (multiply_) multiply_.run(pass.stream);
    to_gate_.run(back_to_gate_, DNNL_ARG_DST, pass);
  }

 private:
  std::vector<Op> forward_;
  Activate activate_;
  Edge to_map_, to_gate_;
  Op back_to_map_, multiply_, back_to_gate_;
};

}  // namespace

MadeNode make_node(const Build& build, const layers::Sam& layer, const Site& site) {
  return std::make_unique<MultiplyNode>(build, layer.activation, *site.in[1], *site.in[0], site);
}

MadeNode make_node(const Build& build, const layers::ScaleChannels& layer, const Site& site) {
  return std::make_unique<MultiplyNode>(build, layer.activation, *site.in[1], *site.in[0], site);
}

}  // namespace yologold
