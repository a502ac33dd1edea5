#include <cstring>

#include "network/edge.hpp"
#include "network/make_node.hpp"

namespace yologold {

namespace {

/// Channels are stored in blocks of so many (1: C order): slices on their borders can be seen in place.
std::int64_t block_of(const memory& m) {
  const memory::desc desc = m.get_desc();
  for (const auto& [tag, block] : {std::pair{memory::format_tag::nChw16c, 16}, {memory::format_tag::nChw8c, 8}})
    if (desc == memory::desc(desc.dims(), f32, tag)) return block;
  return 1;
}

memory::desc blocked(const memory::dims& dims, std::int64_t block) {
  if (block == 1) return plain(dims);
  return {dims, f32, block == 16 ? memory::format_tag::nChw16c : memory::format_tag::nChw8c};
}

/// The channels from `first` on, seen in place.
memory slice(const Build& build, const memory& whole, std::int64_t first, std::int64_t count) {
  memory::dims dims = whole.get_desc().dims();
  dims[1] = count;
  return build.memories.alias(whole, whole.get_desc().submemory_desc(dims, {0, first, 0, 0}));
}

/// One input of a route: `count` of its channels from `first` on stand in the output from `at` on.
class Piece {
 public:
  Piece(const Build& build, Feature& in, std::int64_t first, std::int64_t count, Feature& out, std::int64_t at) {
    // Of whole inputs, and of parts on the borders of blocks, no copy is needed.
    const std::int64_t block = block_of(in.value);
    const bool whole = count == in.shape.c, in_place = whole || (first % block == 0 && count % block == 0);
    const memory::desc seen = plain(build.dims(in.shape));
    const memory source = in_place ? in.value : build.as(forward_, in.value, seen, Shared::plain);
    const auto part_of = [&](const memory& m) { return whole ? m : slice(build, m, first, count); };
    forward_.push_back(build.copy(part_of(source), slice(build, out.value, at, count)));
    if (!build.trains()) return;

    // The way back of a part is that of a whole which is 0 elsewhere.
    const memory gradients = slice(build, out.gradient, at, count);
    if (whole)
      edge_ = Edge(build, in, gradients);
    else {
      part_ = build.memories.shared(Shared::plain, in_place ? in.gradient.get_desc() : seen);
      fill_ = build.copy(gradients, slice(build, part_, first, count));
      edge_ = Edge(build, in, part_);
    }
  }

  void forward(const Pass& pass) const { run_all(forward_, pass); }

  void backward(const Pass& pass) {
    if (fill_) {
      std::memset(part_.get_data_handle(), 0, part_.get_desc().get_size());
      fill_.run(pass.stream);
    }
    edge_.deliver(pass);
  }

 private:
  std::vector<Op> forward_;
  Op fill_;
  memory part_;
  Edge edge_;
};

class RouteNode : public Node {
 public:
  RouteNode(const Build& build, const layers::Route& layer, const Site& site) {
    // Keep the first input's blocks where every piece ends on their borders.
    std::int64_t block = block_of(site.in[0]->value);
    for (const Feature* in : site.in)
      if (in->shape.c / layer.groups % block != 0) block = 1;
    build.give(site.out, blocked(build.dims(site.out.shape), block));

    std::int64_t at = 0;
    for (Feature* in : site.in) {
      const std::int64_t count = in->shape.c / layer.groups;
      pieces_.emplace_back(build, *in, count * layer.group_id, count, site.out, at);
      at += count;
    }
  }

  void forward(const Pass& pass) override {
    for (const Piece& piece : pieces_) piece.forward(pass);
  }
  void backward(const Pass& pass) override {
    for (Piece& piece : pieces_) piece.backward(pass);
  }

 private:
  std::vector<Piece> pieces_;
};

}  // namespace

MadeNode make_node(const Build& build, const layers::Route& layer, const Site& site) { return std::make_unique<RouteNode>(build, layer, site); }

}  // namespace yologold
