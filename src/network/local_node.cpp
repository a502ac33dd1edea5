#include <algorithm>
#include <cstring>

#include "network/activate.hpp"
#include "network/edge.hpp"
#include "network/make_node.hpp"

namespace yologold {
namespace {

/// Every place of the output is a product of its own: [places][n, k] times [places][k, filters], where k counts the values under the window.
/// Weights lie as darknet's: [places, filters, channels size size].
class LocalNode : public Node {
 public:
  LocalNode(const Build& build, const layers::Local& layer, const Site& site)
      : layer_(layer), in_(site.in[0]->shape), out_(site.out.shape), n_(build.n), places_(out_.h * out_.w), k_(in_.c * layer.size * layer.size) {
    Feature& in = *site.in[0];
    build.give(site.out, plain(build.dims(out_)));
    source_ = build.as(before_, in.value, plain(build.dims(in_)));
    windows_ = build.memories.own(plain({places_, n_, k_}));
    const memory inner = Activate::needs_input(layer.activation) && build.trains() ? build.memories.own(site.out.desc()) : site.out.value;

    // Multiply, bring the places to the end, and add the bias of every output.
    const memory weights = held(plain({places_, out_.c, k_}), site.parameters.weights.value);
    const memory biases = held(plain({1, out_.c, out_.h, out_.w}), site.parameters.biases.value);
    sums_ = build.memories.own(plain({places_, n_, out_.c}));
    forward_ = {multiply(build, windows_, turned(weights), sums_), build.copy(sums_, build.memories.alias(inner, sums())),
                build.binary(dnnl::algorithm::binary_add, inner, biases, inner)};
    activate_ = Activate(build, layer.activation, inner, site.out);
    if (build.trains()) add_way_back(build, in, site, weights);
  }

  void forward(const Pass& pass) override {
    run_all(before_, pass);
    visit([](float& window, float& pixel) { window = pixel; }, windows_, source_);
    run_all(forward_, pass);
    activate_.forward(pass);
  }

  void backward(const Pass& pass) override {
    activate_.backward(pass);
    to_sums_.run(pass.stream);
    if (pass.backward.parameters) run_all(to_parameters_, pass);
    if (!edge_.wanted(pass)) return;
    to_windows_.run(pass.stream);
    std::memset(edge_.part().get_data_handle(), 0, edge_.part().get_desc().get_size());
    visit([](float& window, float& pixel) { pixel += window; }, windows_, edge_.part());
    edge_.deliver(pass);
  }

 private:
  /// [places, n, filters] in an output of C order.
  memory::desc sums() const { return {{places_, n_, out_.c}, f32, {1, out_.c * places_, places_}}; }

  /// The same numbers with the last two axes exchanged; what is not a plan's own memory.
  static memory turned(const memory& m) { return {m.get_desc().permute_axes({0, 2, 1}), cpu(), m.get_data_handle()}; }

  static Op multiply(const Build& build, const memory& a, const memory& b, const memory& to) {
    const dnnl::matmul::primitive_desc pd({a.get_desc(), b.get_desc(), to.get_desc()}, shared_scratch(), cpu());
    return build.op(pd, {{DNNL_ARG_SRC, a}, {DNNL_ARG_WEIGHTS, b}, {DNNL_ARG_DST, to}});
  }

  void add_way_back(const Build& build, Feature& in, const Site& site, const memory& weights) {
    // The weights' gradient is that of the sums times the windows, each place on its own.
    to_sums_ = build.copy(build.memories.alias(site.out.gradient, sums()), sums_);
    const memory part = build.memories.shared(Shared::gradient, weights.get_desc());
    const memory turned_sums = build.memories.alias(sums_, sums_.get_desc().permute_axes({0, 2, 1}));
    to_parameters_ = {multiply(build, turned_sums, windows_, part), build.add(part, held(weights.get_desc(), site.parameters.weights.gradient))};

    const memory biases = build.memories.own(plain({1, out_.c, out_.h, out_.w}));
    const dnnl::reduction::primitive_desc pd({dnnl::algorithm::reduction_sum, site.out.desc(), biases.get_desc(), 0, 0}, shared_scratch(), cpu());
    if (n_ > 1)
      to_parameters_.push_back(build.op(pd, {{DNNL_ARG_SRC, site.out.gradient}, {DNNL_ARG_DST, biases}}));
    else
      to_parameters_.push_back(build.copy(site.out.gradient, biases));
    to_parameters_.push_back(build.add(biases, held(biases.get_desc(), site.parameters.biases.gradient)));

    // That of the windows is summed where they overlap.
    edge_ = Edge(build, in, plain(build.dims(in_)));
    to_windows_ = multiply(build, sums_, weights, windows_);
  }

  /// Calls f(value of a window, the pixel it stands for) for all that lie within the picture; the others are 0.
  template <class F>
  void visit(const F& f, const memory& windows, const memory& picture) const {
    auto* window = static_cast<float*>(windows.get_data_handle());
    auto* const pixels = static_cast<float*>(picture.get_data_handle());
    float outside = 0;
    for (std::int64_t p = 0; p < places_; ++p)
      for (std::int64_t n = 0; n < n_; ++n)
        for (std::int64_t c = 0; c < in_.c; ++c)
          for (std::int64_t i = 0; i < layer_.size; ++i)
            for (std::int64_t j = 0; j < layer_.size; ++j, ++window) {
              const std::int64_t y = p / out_.w * layer_.stride - layer_.padding + i, x = p % out_.w * layer_.stride - layer_.padding + j;
              const bool within = y >= 0 && y < in_.h && x >= 0 && x < in_.w;
              f(*window, within ? pixels[((n * in_.c + c) * in_.h + y) * in_.w + x] : outside = 0);
            }
  }

  layers::Local layer_;
  FeatureShape in_, out_;
  std::int64_t n_, places_, k_;
  memory source_, windows_, sums_;
  std::vector<Op> before_, forward_, to_parameters_;
  Op to_sums_, to_windows_;
  Activate activate_;
  Edge edge_;
};

}  // namespace

MadeNode make_node(const Build& build, const layers::Local& layer, const Site& site) { return std::make_unique<LocalNode>(build, layer, site); }

}  // namespace yologold
