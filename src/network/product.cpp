#include "network/product.hpp"

#include "network/activate.hpp"
#include "network/product_descriptions.hpp"

namespace yologold {

namespace {}  // namespace

Product::Product(const Build& build, const layers::Convolutional& layer, const FeatureShape& in, const FeatureShape& out, LayerParameters& parameters)
    : parameters_(parameters), batch_norm_(build.batch_norm), mode_(build.mode), biased_(!build.trains() || !layer.batch_normalize) {
  const std::int64_t g = layer.groups, k = layer.size;
  const memory::dims grouped = {g, layer.filters / g, in.c / g, k, k}, whole = {layer.filters, in.c, k, k};
  weights_desc_ = plain(g > 1 ? grouped : whole);
  descriptions_ = describe_convolution(build, layer, biased_, build.dims(in), weights_desc_.dims(), build.dims(out));
  output_ = descriptions_.forward.query_md(dnnl::query::dst_md);
}

Product::Product(const Build& build, const layers::Connected& layer, const FeatureShape& in, LayerParameters& parameters)
    : parameters_(parameters), batch_norm_(build.batch_norm), mode_(build.mode), biased_(!build.trains() || !layer.batch_normalize) {
  weights_desc_ = plain({layer.output, in.c, in.h, in.w});
  descriptions_ = describe_connected(build, layer, biased_, build.dims(in), weights_desc_.dims());
  output_ = plain({build.n, layer.output, 1, 1});
}

void Product::connect(const Build& build, Feature& in, const memory& out, const memory& gradient) {
  connect_forward(build, in, out);
  if (!build.trains()) return;
  connect_weights(build, gradient);
  connect_data(build, in, gradient);
}

void Product::connect_forward(const Build& build, const Feature& in, const memory& out) {
  // Inference multiplies with folded weights.
  const auto& pd = descriptions_.forward;
  const memory::desc biases = plain({weights_desc_.dims()[0] * (weights_desc_.dims().size() == 5 ? weights_desc_.dims()[1] : 1)});
  weights_ = build.trains() ? held(weights_desc_, parameters_.weights.value) : build.memories.shared(Shared::plain, weights_desc_);
  biases_ = build.trains() ? held(biases, parameters_.biases.value) : build.memories.own(biases);

  source_ = build.as(forward_.before, in.value, pd.query_md(dnnl::query::src_md));
  const memory weights = build.as(forward_.before, weights_, pd.query_md(dnnl::query::weights_md), Shared::weights);
  const memory sums = build.memories.alias(out, pd.query_md(dnnl::query::dst_md));
  forward_.op = build.op(pd, {{DNNL_ARG_SRC, source_}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DST, sums}});
  if (biased_) forward_.op.arguments[DNNL_ARG_BIAS] = biases_;
}

void Product::connect_weights(const Build& build, const memory& gradient) {
  const auto& pd = descriptions_.weights;
  const memory sums = build.memories.alias(gradient, descriptions_.forward.query_md(dnnl::query::dst_md));
  const memory source = build.as(to_weights_.before, source_, pd.query_md(dnnl::query::src_md), Shared::part);
  const memory gradients = build.as(to_weights_.before, sums, pd.query_md(dnnl::query::diff_dst_md), Shared::plain);
  const memory weights = build.memories.shared(Shared::gradient, pd.query_md(dnnl::query::diff_weights_md));
  to_weights_.op = build.op(pd, {{DNNL_ARG_SRC, source}, {DNNL_ARG_DIFF_DST, gradients}, {DNNL_ARG_DIFF_WEIGHTS, weights}});
  collect_.push_back(build.add(weights, held(weights_desc_, parameters_.weights.gradient)));
  if (!biased_) return;
  const memory biases = build.memories.own(biases_.get_desc());
  to_weights_.op.arguments[DNNL_ARG_DIFF_BIAS] = biases;
  collect_.push_back(build.add(biases, held(biases_.get_desc(), parameters_.biases.gradient)));
}

void Product::connect_data(const Build& build, Feature& in, const memory& gradient) {
  const auto& pd = descriptions_.data;
  const memory sums = build.memories.alias(gradient, descriptions_.forward.query_md(dnnl::query::dst_md));
  const memory gradients = build.as(to_data_.before, sums, pd.query_md(dnnl::query::diff_dst_md), Shared::plain);
  const memory weights = build.as(to_data_.before, weights_, pd.query_md(dnnl::query::weights_md), Shared::weights);
  edge_ = Edge(build, in, pd.query_md(dnnl::query::diff_src_md));
  to_data_.op = build.op(pd, {{DNNL_ARG_DIFF_DST, gradients}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DIFF_SRC, edge_.part()}});
}

void Product::forward(const Pass& pass) {
  if (mode_ == Mode::infer) fold_batch_norm(parameters_, batch_norm_, weights_, biases_);
  run_all(forward_.before, pass);
  forward_.op.run(pass.stream);
}

void Product::backward(const Pass& pass) {
  if (pass.backward.parameters) {
    run_all(to_weights_.before, pass);
    to_weights_.op.run(pass.stream);
    run_all(collect_, pass);
  }
  if (!edge_.wanted(pass)) return;
  run_all(to_data_.before, pass);
  edge_.run(to_data_.op, DNNL_ARG_DIFF_SRC, pass);
}

}  // namespace yologold
