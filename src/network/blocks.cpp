#include "network/blocks.hpp"

#include <algorithm>

namespace yologold {

namespace {

/// Appends layers and tells their places.
struct Appender {
  std::vector<LayerConfig>& list;
  Nonlinearity activation;

  int last() const { return static_cast<int>(list.size()) - 1; }

  int add(decltype(LayerConfig::kind) kind) {
    list.push_back({"", std::move(kind)});
    return last();
  }
  int convolution(int filters, int size, int stride = 1) { return add(layers::Convolutional{filters, size, stride, size / 2, 1, true, activation}); }
  int route(std::vector<int> from, int groups = 1, int group_id = 0) { return add(layers::Route{std::move(from), groups, group_id}); }
};

void append_spp(Appender& to, std::vector<int> sizes) {
  std::ranges::sort(sizes);
  const int in = to.last();
  std::vector<int> parts;
  for (const int size : sizes) {
    if (!parts.empty()) to.route({in});
    parts.insert(parts.begin(), to.add(layers::MaxPool{size, 1, size - 1}));
  }
  parts.push_back(in);
  to.route(parts);
}

void append_csp(Appender& to, const BlockConfig& block) {
  const int half = block.filters / 2, in = to.convolution(block.filters, 3, block.stride);
  const int past = to.convolution(half, 1);
  to.route({in});
  to.convolution(half, 1);
  for (int i = 0; i < block.blocks; ++i) {
    const int from = to.last();
    to.convolution(half, 1);
    to.convolution(half, 3);
    to.add(layers::Shortcut{{from}, ShortcutWeights::none, WeightNormalization::none, Nonlinearity::linear});
  }
  const int through = to.convolution(half, 1);
  to.route({through, past});
  to.convolution(block.filters, 1);
}

void append_csp_tiny(Appender& to, const BlockConfig& block) {
  const int in = to.convolution(block.filters, 3);
  to.route({in}, 2, 1);
  const int first = to.convolution(block.filters / 2, 3), second = to.convolution(block.filters / 2, 3);
  to.route({second, first});
  const int mixed = to.convolution(block.filters, 1);
  to.route({in, mixed});
}

void append_pan_up(Appender& to, const BlockConfig& block) {
  to.convolution(block.filters, 1);
  const int up = to.add(layers::Upsample{2});
  to.route({block.from});
  const int side = to.convolution(block.filters, 1);
  to.route({side, up});
}

void append_pan_down(Appender& to, const BlockConfig& block) {
  const int down = to.convolution(block.filters, 3, 2);
  to.route({down, block.from});
}

}  // namespace

void append_block(std::vector<LayerConfig>& layers, std::size_t word, const BlockConfig& block) {
  Appender to{layers, block.activation};
  if (block_words[word] == "spp") append_spp(to, block.sizes);
  if (block_words[word] == "csp") append_csp(to, block);
  if (block_words[word] == "csp_tiny") append_csp_tiny(to, block);
  if (block_words[word] == "pan_up") append_pan_up(to, block);
  if (block_words[word] == "pan_down") append_pan_down(to, block);
}

}  // namespace yologold
