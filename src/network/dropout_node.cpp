#include <algorithm>
#include <span>

#include "network/edge.hpp"
#include "network/make_node.hpp"
#include "suite/random.hpp"

namespace yologold {

namespace {

/// A mask of 0 and 1 over one channel, for one draw.
void draw_squares(std::span<float> mask, std::int64_t h, std::int64_t w, int block, double probability, const Random& random, std::uint64_t first) {
  // Squares lie within the map; their corners fall so often that `probability` of it goes.
  const std::int64_t bh = std::min<std::int64_t>(block, h), bw = std::min<std::int64_t>(block, w);
  const std::int64_t rows = h - bh + 1, columns = w - bw + 1;
  const double gamma = probability / static_cast<double>(bh * bw) * static_cast<double>(h * w) / static_cast<double>(rows * columns);
  std::ranges::fill(mask, 1.0F);
  for (std::int64_t y = 0; y < rows; ++y)
    for (std::int64_t x = 0; x < columns; ++x)
      if (random.uniform(first + static_cast<std::uint64_t>(y * w + x), 0) < gamma)
        for (std::int64_t i = y; i < y + bh; ++i) std::fill_n(mask.begin() + i * w + x, bw, 0.0F);
}

/// Dropout and DropBlock: times a mask whose mean over each picture is 1.
class DropoutNode : public Node {
 public:
  DropoutNode(const Build& build, const layers::Dropout& layer, const Site& site) : layer_(layer), shape_(site.out.shape), where_(site.layer) {
    Feature& in = *site.in[0];
    build.give(site.out, in.desc());
    drawn_ = build.memories.own(plain(build.dims(shape_)));
    pictures_ = static_cast<std::size_t>(build.n);
    before_ = pictures_ * static_cast<std::size_t>(build.ranks.rank());
    mask_ = build.as(forward_, drawn_, in.desc());
    forward_.push_back(build.binary(dnnl::algorithm::binary_mul, in.value, mask_, site.out.value));
    edge_ = Edge(build, in, in.desc());
    backward_ = build.binary(dnnl::algorithm::binary_mul, site.out.gradient, mask_, edge_.part());
  }

  void forward(const Pass& pass) override {
    draw(pass.forward);
    run_all(forward_, pass);
  }

  void backward(const Pass& pass) override { edge_.run(backward_, DNNL_ARG_DST, pass); }

 private:
  void draw(const ForwardOptions& options) {
    const Random random(options.seed, layer_.block > 0 ? "dropblock" : "dropout", where_);
    const double probability = std::clamp(layer_.probability * options.drop_scale, 0.0, 1.0);
    const auto plane = static_cast<std::size_t>(shape_.h * shape_.w), picture = plane * static_cast<std::size_t>(shape_.c);
    const std::span<float> mask(static_cast<float*>(drawn_.get_data_handle()), picture * pictures_);

    // Dropout is DropBlock with squares of one pixel.
    for (std::size_t at = 0; at < mask.size(); at += plane)
      draw_squares(mask.subspan(at, plane), shape_.h, shape_.w, std::max(1, layer_.block), probability, random, before_ * picture + at);

    // DropBlock scales by what is left of the picture, dropout by what is left on average.
    for (std::size_t n = 0; n < pictures_; ++n) {
      const std::span<float> part = mask.subspan(n * picture, picture);
      const auto left = static_cast<double>(std::ranges::count(part, 1.0F));
      const double share = layer_.block > 0 ? left / static_cast<double>(picture) : 1 - probability;
      const float scale = share > 0 ? static_cast<float>(1 / share) : 0.0F;
      for (float& m : part) m *= scale;
    }
  }

  layers::Dropout layer_;
  FeatureShape shape_;
  std::size_t where_, pictures_ = 0;
  std::size_t before_ = 0;  ///< pictures of the ranks before this one
  memory drawn_, mask_;
  std::vector<Op> forward_;
  Op backward_;
  Edge edge_;
};

}  // namespace

MadeNode make_node(const Build& build, const layers::Dropout& layer, const Site& site) { return std::make_unique<DropoutNode>(build, layer, site); }

}  // namespace yologold
