#include "network/edge.hpp"
#include "network/make_node.hpp"

namespace yologold {

namespace {

/// Squares become channels, in darknet's order: the input's memory [c, h, w] is read as [c/s^2, h s, w s], of which the pixel (y s + i, x s + j) of channel k
/// goes to place (y, x) of channel (i s + j) c/s^2 + k of [c, h, w]; that memory is then the output's [c s^2, h/s, w/s].
class ReorgNode : public Node {
 public:
  ReorgNode(const Build& build, const layers::Reorg& layer, const Site& site) {
    Feature& in = *site.in[0];
    build.give(site.out, plain(build.dims(site.out.shape)));
    const memory source = build.as(forward_, in.value, plain(build.dims(in.shape)));
    forward_.push_back(
        build.copy(build.memories.alias(source, squares(build, layer, in.shape)), build.memories.alias(site.out.value, channels(build, layer, in.shape))));
    if (!build.trains()) return;
    edge_ = Edge(build, in, plain(build.dims(in.shape)));
    backward_ = build.copy(build.memories.alias(site.out.gradient, channels(build, layer, in.shape)),
                           build.memories.alias(edge_.part(), squares(build, layer, in.shape)));
  }

  void forward(const Pass& pass) override { run_all(forward_, pass); }

  void backward(const Pass& pass) override {
    backward_.run(pass.stream);
    edge_.deliver(pass);
  }

 private:
  /// [n, k, i, j, y, x] in the wide picture.
  static memory::desc squares(const Build& build, const layers::Reorg& layer, const FeatureShape& in) {
    const std::int64_t s = layer.stride, row = in.w * s;
    return {{build.n, in.c / (s * s), s, s, in.h, in.w}, f32, {in.c * in.h * in.w, row * in.h * s, row, 1, row * s, s}};
  }

  /// The same in the stack of channels.
  static memory::desc channels(const Build& build, const layers::Reorg& layer, const FeatureShape& in) {
    const std::int64_t s = layer.stride, plane = in.h * in.w, part = in.c / (s * s);
    return {{build.n, part, s, s, in.h, in.w}, f32, {in.c * plane, plane, part * s * plane, part * plane, in.w, 1}};
  }

  std::vector<Op> forward_;
  Op backward_;
  Edge edge_;
};

}  // namespace

MadeNode make_node(const Build& build, const layers::Reorg& layer, const Site& site) { return std::make_unique<ReorgNode>(build, layer, site); }

}  // namespace yologold
