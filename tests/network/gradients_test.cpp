// Every layer, forward against plain loops over doubles, and backward against differences of those.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "plain_network.hpp"
#include "suite/random.hpp"
#include "support/catch.hpp"

namespace yologold::test {
namespace {

struct Sample {
  const char* what;
  const char* layers;
  int side = 8;
};

const std::string before_head = R"({"layer": "convolutional", "filters": 7}, {"layer": "head"})";

const Sample samples[] = {
    {"convolution, linear", R"({"layer": "convolutional", "filters": 5, "size": 3},)"},
    {"convolution, leaky, batch norm", R"({"layer": "convolutional", "filters": 20, "size": 3, "batch_normalize": true, "activation": "leaky"},)"},
    {"convolution, mish, batch norm", R"({"layer": "convolutional", "filters": 16, "size": 3, "batch_normalize": true, "activation": "mish"},)"},
    {"convolution, mish", R"({"layer": "convolutional", "filters": 6, "size": 1, "activation": "mish"},)"},
    {"convolution, logistic, stride 2", R"({"layer": "convolutional", "filters": 6, "size": 3, "stride": 2, "activation": "logistic"},)"},
    {"convolution, relu, no padding", R"({"layer": "convolutional", "filters": 6, "size": 3, "padding": 0, "activation": "relu"},)"},
    {"depthwise convolution",
     R"({"layer": "convolutional", "filters": 18}, {"layer": "convolutional", "filters": 18, "size": 3, "groups": 18, "batch_normalize": true, "activation": "leaky"},)"},
    {"convolution in groups",
     R"({"layer": "convolutional", "filters": 12}, {"layer": "convolutional", "filters": 8, "size": 3, "groups": 4, "activation": "mish"},)"},
    {"maximum 2/2", R"({"layer": "convolutional", "filters": 6}, {"layer": "maxpool"},)"},
    {"maximum 2/2 of an odd side", R"({"layer": "convolutional", "filters": 6}, {"layer": "maxpool"},)", 7},
    {"maximum of what others read too",
     R"({"layer": "convolutional", "filters": 16, "activation": "leaky", "name": "a"}, {"layer": "maxpool"}, {"layer": "upsample"}, {"layer": "route", "layers": [-1, "a"]},)"},
    {"maximum of leaky alone",
     R"({"layer": "convolutional", "filters": 16, "size": 3, "batch_normalize": true, "activation": "leaky"}, {"layer": "maxpool"},)"},
    {"maximum 2/1", R"({"layer": "convolutional", "filters": 6}, {"layer": "maxpool", "size": 2, "stride": 1},)"},
    {"maximum 5/1", R"({"layer": "convolutional", "filters": 16}, {"layer": "maxpool", "size": 5, "stride": 1},)"},
    {"maximum 8/2", R"({"layer": "convolutional", "filters": 6}, {"layer": "maxpool", "size": 8, "stride": 2},)"},
    {"average", R"({"layer": "convolutional", "filters": 6}, {"layer": "avgpool"},)"},
    {"upsample", R"({"layer": "convolutional", "filters": 6}, {"layer": "upsample"},)", 4},
    {"route of two",
     R"({"layer": "convolutional", "filters": 16}, {"layer": "convolutional", "filters": 32, "size": 3}, {"layer": "route", "layers": [-1, -2]},)"},
    {"route of two, odd channels",
     R"({"layer": "convolutional", "filters": 18}, {"layer": "convolutional", "filters": 5, "size": 3}, {"layer": "route", "layers": [-1, -2, -1]},)"},
    {"route of a group",
     R"({"layer": "convolutional", "filters": 32}, {"layer": "route", "layers": -1, "groups": 2, "group_id": 1}, {"layer": "convolutional", "filters": 16}, {"layer": "route", "layers": [-1, -3]},)"},
    {"route of a group, odd channels", R"({"layer": "convolutional", "filters": 12}, {"layer": "route", "layers": [-1], "groups": 3, "group_id": 1},)"},
    {"shortcut",
     R"({"layer": "convolutional", "filters": 6, "name": "a"}, {"layer": "convolutional", "filters": 6, "size": 3, "activation": "mish"}, {"layer": "shortcut", "from": "a", "activation": "leaky"},)"},
    {"shortcut of three",
     R"({"layer": "convolutional", "filters": 16, "name": "a"}, {"layer": "convolutional", "filters": 16, "size": 3}, {"layer": "convolutional", "filters": 16, "size": 3}, {"layer": "shortcut", "from": ["a", -2], "activation": "mish"},)"},
    {"weighted shortcut, a weight a feature",
     R"({"layer": "convolutional", "filters": 6}, {"layer": "convolutional", "filters": 6, "size": 3}, {"layer": "shortcut", "from": -2, "weights_type": "per_feature"},)"},
    {"weighted shortcut, relu",
     R"({"layer": "convolutional", "filters": 16}, {"layer": "convolutional", "filters": 16, "size": 3}, {"layer": "shortcut", "from": -2, "weights_type": "per_feature", "weights_normalization": "relu"},)"},
    {"weighted shortcut, softmax, channels",
     R"({"layer": "convolutional", "filters": 18}, {"layer": "convolutional", "filters": 18, "size": 3}, {"layer": "shortcut", "from": -2, "weights_type": "per_channel", "weights_normalization": "softmax", "activation": "mish"},)"},
    {"spatial attention",
     R"({"layer": "convolutional", "filters": 6, "name": "a"}, {"layer": "convolutional", "filters": 6, "activation": "logistic"}, {"layer": "sam", "from": "a", "activation": "mish"},)"},
    {"scaled channels",
     R"({"layer": "convolutional", "filters": 18, "name": "a"}, {"layer": "avgpool"}, {"layer": "convolutional", "filters": 18, "activation": "logistic"}, {"layer": "scale_channels", "from": "a"},)"},
    {"reorg", R"({"layer": "convolutional", "filters": 8}, {"layer": "reorg"},)"},
    {"connected", R"({"layer": "convolutional", "filters": 20}, {"layer": "connected", "output": 9, "activation": "leaky"},)", 4},
    {"connected, batch norm",
     R"({"layer": "convolutional", "filters": 6}, {"layer": "connected", "output": 9, "batch_normalize": true, "activation": "mish"},)", 4},
    {"local", R"({"layer": "convolutional", "filters": 18}, {"layer": "local", "filters": 5, "size": 3, "activation": "leaky"},)", 5},
    {"local, stride 2", R"({"layer": "local", "filters": 5, "size": 3, "stride": 2, "activation": "mish"},)", 5},
    {"spp", R"({"layer": "convolutional", "filters": 16}, {"layer": "spp", "sizes": [3, 5]},)"},
    {"csp", R"({"layer": "csp", "filters": 12, "blocks": 2, "activation": "mish"},)"},
    {"csp_tiny", R"({"layer": "convolutional", "filters": 16}, {"layer": "csp_tiny", "filters": 32},)"},
    {"csp_tiny, narrow", R"({"layer": "convolutional", "filters": 6}, {"layer": "csp_tiny", "filters": 12},)"},
    {"pan",
     R"({"layer": "convolutional", "filters": 12, "name": "big"}, {"layer": "maxpool"}, {"layer": "convolutional", "filters": 8, "name": "small"}, {"layer": "pan_up", "filters": 6, "from": "big"}, {"layer": "pan_down", "filters": 8, "from": "small"},)"},
};

/// With an epsilon that cannot be overlooked.
NetworkConfig config_of(const Sample& sample, bool epsilon_outside = false) {
  const std::string side = std::to_string(sample.side),
                    batch_norm = std::string(R"({"epsilon": 0.1, "epsilon_outside": )") + (epsilon_outside ? "true}" : "false}");
  return parse_network(R"({"width": )" + side + R"(, "height": )" + side + R"(, "batch_norm": )" + batch_norm +
                           R"(, "variant": {"family": "v1", "predictors": 1, "classes": 2}, "layers": [)" + sample.layers + before_head + "]}",
                       sample.what);
}

/// A linear function of the heads, whose gradient there is `pull`.
double measure(const std::vector<double>& heads, const std::vector<double>& pull) {
  double sum = 0;
  for (std::size_t i = 0; i < heads.size(); ++i) sum += heads[i] * pull[i];
  return sum;
}

/// A network at a random point, with the same in plain loops.
struct Scene {
  Scene(const Sample& sample, std::uint64_t seed, bool epsilon_outside = false)
      : side(sample.side), random(seed, "gradients", 0), network(config_of(sample, epsilon_outside), seed), plain(network) {
    std::uint64_t draw = 0;
    for (const auto list : {network.parameters(), network.statistics()})
      for (const Parameter& p : list) {
        for (float& v : p.value) {
          v = static_cast<float>(p.name.ends_with("variance") ? 0.5 + random.uniform(++draw, 0)
                                                              : 0.5 * random.normal(++draw, 0) + (p.name.ends_with("scales") ? 1 : 0));
          if (p.name.ends_with("weights") && p.shape.size() <= 2 && p.shape[0] == 2) v = std::abs(v) + 0.1F;
        }
        plain.numbers[p.name] = {p.value.begin(), p.value.end()};
      }
    for (std::size_t i = 0; i < static_cast<std::size_t>(n * 3 * side * side); ++i) images.push_back(static_cast<float>(random.uniform(++draw, 0)));
    network.resize(n, side, side);
  }

  std::vector<double> plain_heads(Mode mode) { return plain.forward({images.begin(), images.end()}, n, side, side, mode); }

  /// (L(x + step) - L(x - step)) / (2 step) of the plain network in one of its numbers.
  double slope(double& x, std::vector<double>& wide_images, const std::vector<double>& pull) {
    const double was = x, step = 1e-6;
    x = was + step;
    const double up = measure(plain.forward(wide_images, n, side, side, Mode::train), pull);
    x = was - step;
    const double down = measure(plain.forward(wide_images, n, side, side, Mode::train), pull);
    x = was;
    return (up - down) / (2 * step);
  }

  int n = 2, side;
  Random random;
  Network network;
  PlainNetwork plain;
  std::vector<float> images;
};

/// float32 sums of a few hundred products of numbers around 1.
constexpr double tolerance = 2e-4;

void check_close(std::span<const float> mine, const std::vector<double>& theirs, const char* what) {
  REQUIRE(mine.size() == theirs.size());
  double most = 0, size = 1;
  for (std::size_t i = 0; i < mine.size(); ++i) {
    most = std::max(most, std::abs(mine[i] - theirs[i]));
    size = std::max(size, std::abs(theirs[i]));
  }
  INFO(what);
  CHECK(most < tolerance * size);
}

TEST_CASE("every layer gives what plain loops give, in training and inference") {
  for (const Sample& sample : samples) {
    INFO(sample.what);
    Scene scene(sample, 3);
    for (const Mode mode : {Mode::infer, Mode::train}) {
      scene.network.forward(scene.images, {.mode = mode, .update_statistics = false});
      check_close(scene.network.heads()[0].output, scene.plain_heads(mode), mode == Mode::train ? "training" : "inference");
    }
  }
}

TEST_CASE("epsilon may stand outside the root in inference") {
  Scene scene(samples[1], 3, true);
  scene.network.forward(scene.images);
  check_close(scene.network.heads()[0].output, scene.plain_heads(Mode::infer), "outside");
}

TEST_CASE("every layer's gradient is the slope of the plain loops") {
  for (const Sample& sample : samples) {
    INFO(sample.what);
    Scene scene(sample, 4);
    scene.network.forward(scene.images, {.mode = Mode::train});
    const std::span<float> gradient = scene.network.heads()[0].gradient;
    std::vector<double> pull;
    for (std::size_t i = 0; i < gradient.size(); ++i) pull.push_back(gradient[i] = static_cast<float>(scene.random.normal(i, 5)));
    scene.network.zero_gradients();
    scene.network.backward({.parameters = true, .input = true});

    // Some elements of every parameter, and of the pictures.
    std::vector<double> wide(scene.images.begin(), scene.images.end());
    const auto check = [&](std::span<const float> mine, std::vector<double>& theirs, const std::string& name) {
      const double size = std::max(1.0, std::sqrt(std::inner_product(mine.begin(), mine.end(), mine.begin(), 0.0) / static_cast<double>(mine.size())));
      for (std::uint64_t k = 0; k < 3; ++k) {
        const auto i = static_cast<std::size_t>(scene.random.integer(k, 7, 0, static_cast<std::int64_t>(mine.size()) - 1));
        INFO(name << " " << i);
        CHECK(std::abs(mine[i] - scene.slope(theirs[i], wide, pull)) < 10 * tolerance * size);
      }
    };
    for (const Parameter& p : scene.network.parameters()) check(p.gradient, scene.plain.numbers.at(p.name), p.name);
    check(scene.network.input_gradient(), wide, "input");
  }
}

}  // namespace
}  // namespace yologold::test
