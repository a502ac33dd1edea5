#include "network/activate.hpp"
#include "network/edge.hpp"
#include "network/make_node.hpp"

namespace yologold {

namespace {

using dnnl::prop_kind;

/// A primitive with one input and one output: pooling and resampling; a nonlinearity may follow.
class ResizeNode : public Node {
 public:
  ResizeNode(Op forward, Op backward, Edge edge, Activate activate = {})
      : forward_(std::move(forward)), backward_(std::move(backward)), edge_(std::move(edge)), activate_(std::move(activate)) {}

  void forward(const Pass& pass) override {
    forward_.run(pass.stream);
    activate_.forward(pass);
  }

  void backward(const Pass& pass) override {
    activate_.backward(pass);
    edge_.run(backward_, DNNL_ARG_DIFF_SRC, pass);
  }

 private:
  Op forward_, backward_;
  Edge edge_;
  Activate activate_;
};

prop_kind kind_of(const Build& build) { return build.trains() ? prop_kind::forward_training : prop_kind::forward_inference; }

MadeNode make_pool(const Build& build, dnnl::algorithm algorithm, const memory::dims& size, const memory::dims& stride, const memory::dims& before,
                   const memory::dims& after, Nonlinearity activation, const Site& site) {
  Feature& in = *site.in[0];
  const memory::desc out = any_layout(build.dims(site.out.shape));
  const dnnl::pooling_forward::primitive_desc forward({kind_of(build), algorithm, in.desc(), out, stride, size, before, after}, shared_scratch(), cpu());
  build.give(site.out, forward.dst_desc());
  Op there = build.op(forward, {{DNNL_ARG_SRC, in.value}, {DNNL_ARG_DST, site.out.value}});
  Activate activate(build, activation, site.out.value, site.out);
  if (!build.trains()) return std::make_unique<ResizeNode>(std::move(there), Op{}, Edge(), std::move(activate));

  // The way back must know which pixel won.
  const dnnl::pooling_backward::primitive_desc backward({algorithm, in.desc(), site.out.desc(), stride, size, before, after}, shared_scratch(), cpu(), forward);
  Edge edge(build, in, in.desc());
  Op back = build.op(backward, {{DNNL_ARG_DIFF_DST, site.out.gradient}, {DNNL_ARG_DIFF_SRC, edge.part()}});
  if (const memory::desc winners = forward.workspace_desc(); winners.get_size() > 0)
    there.arguments[DNNL_ARG_WORKSPACE] = back.arguments[DNNL_ARG_WORKSPACE] = build.memories.own(winners);
  return std::make_unique<ResizeNode>(std::move(there), std::move(back), std::move(edge), std::move(activate));
}

}  // namespace

MadeNode make_node(const Build& build, const layers::MaxPool& layer, const Site& site, Nonlinearity after_it) {
  const std::int64_t size = layer.size, stride = layer.stride, before = layer.padding / 2, after = layer.padding - before;
  return make_pool(build, dnnl::algorithm::pooling_max, {size, size}, {stride, stride}, {before, before}, {after, after}, after_it, site);
}

MadeNode make_node(const Build& build, const layers::AveragePool&, const Site& site) {
  const FeatureShape& in = site.in[0]->shape;
  return make_pool(build, dnnl::algorithm::pooling_avg_exclude_padding, {in.h, in.w}, {in.h, in.w}, {0, 0}, {0, 0}, Nonlinearity::linear, site);
}

MadeNode make_node(const Build& build, const layers::Upsample&, const Site& site) {
  Feature& in = *site.in[0];
  const auto nearest = dnnl::algorithm::resampling_nearest;
  const dnnl::resampling_forward::primitive_desc forward({kind_of(build), nearest, in.desc(), any_layout(build.dims(site.out.shape))}, shared_scratch(), cpu());
  build.give(site.out, forward.dst_desc());
  Op there = build.op(forward, {{DNNL_ARG_SRC, in.value}, {DNNL_ARG_DST, site.out.value}});
  if (!build.trains()) return std::make_unique<ResizeNode>(std::move(there), Op{}, Edge());
  const dnnl::resampling_backward::primitive_desc backward({nearest, in.desc(), site.out.desc()}, shared_scratch(), cpu(), forward);
  Edge edge(build, in, in.desc());
  Op back = build.op(backward, {{DNNL_ARG_DIFF_DST, site.out.gradient}, {DNNL_ARG_DIFF_SRC, edge.part()}});
  return std::make_unique<ResizeNode>(std::move(there), std::move(back), std::move(edge));
}

}  // namespace yologold
