#include "network/activate.hpp"
#include "network/make_node.hpp"
#include "network/normalize.hpp"
#include "network/product.hpp"

namespace yologold {

namespace {

/// Sums of products, batch norm, nonlinearity.
class ProductNode : public Node {
 public:
  ProductNode(const Build& build, Product product, bool batch_normalize, Nonlinearity activation, const Site& site) : product_(std::move(product)) {
    // Inference does all three at once.
    Feature& out = site.out;
    build.give(out, product_.output());
    if (!build.trains()) {
      product_.connect(build, *site.in[0], out.value, {});
      return;
    }

    // Keep of the steps in between what the way back needs.
    const bool keeps = Activate::needs_input(activation);
    const memory inner = keeps ? build.memories.own(out.desc()) : out.value;
    const memory sums = batch_normalize ? build.memories.own(out.desc()) : inner;
    product_.connect(build, *site.in[0], sums, out.gradient);
    if (batch_normalize) normalize_ = Normalize(build, site.parameters, sums, inner, out.gradient);
    activate_ = Activate(build, activation, inner, out);
  }

  void forward(const Pass& pass) override {
    product_.forward(pass);
    if (normalize_) normalize_.forward(pass);
    activate_.forward(pass);
  }

  void backward(const Pass& pass) override {
    activate_.backward(pass);
    if (normalize_) normalize_.backward(pass);
    product_.backward(pass);
  }

 private:
  Product product_;
  Normalize normalize_;
  Activate activate_;
};

}  // namespace

MadeNode make_node(const Build& build, const layers::Convolutional& layer, const Site& site) {
  Product product(build, layer, site.in[0]->shape, site.out.shape, site.parameters);
  return std::make_unique<ProductNode>(build, std::move(product), layer.batch_normalize, layer.activation, site);
}

MadeNode make_node(const Build& build, const layers::Connected& layer, const Site& site) {
  Product product(build, layer, site.in[0]->shape, site.parameters);
  return std::make_unique<ProductNode>(build, std::move(product), layer.batch_normalize, layer.activation, site);
}

}  // namespace yologold
