// What a network keeps and forgets between passes: shapes, seeds, modes, gradients, dropout.
#include <algorithm>
#include <numeric>

#include "network/network.hpp"
#include "network/threads.hpp"
#include "suite/random.hpp"
#include "support/catch.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

using Floats = std::vector<float>;

NetworkConfig config_of(const std::string& layers) {
  return parse_network(
      R"({"width": 32, "height": 32, "variant": {"family": "v1", "predictors": 1, "classes": 2}, "layers": [)" + layers + R"({"layer": "head"}]})", "test");
}

const std::string usual =
    R"({"layer": "convolutional", "filters": 16, "size": 3, "batch_normalize": true, "activation": "leaky"}, {"layer": "maxpool"}, {"layer": "dropout", "probability": 0.3},
       {"layer": "convolutional", "filters": 24, "size": 3, "batch_normalize": true, "activation": "mish"}, {"layer": "convolutional", "filters": "head"},)";

Floats images_of(std::uint64_t seed, int n, int h, int w) {
  const Random random(seed, "images", 0);
  Floats images(static_cast<std::size_t>(n * 3 * h * w));
  for (std::size_t i = 0; i < images.size(); ++i) images[i] = static_cast<float>(random.uniform(i, 0));
  return images;
}

/// A step: forward, a gradient at the head, backward. @return the head's output and all gradients
Floats step(Network& network, int n, int side, std::uint64_t seed, const BackwardOptions& options = {}) {
  network.resize(n, side, side);
  network.forward(images_of(seed, n, side, side), {.mode = Mode::train, .seed = seed});
  const NetworkHead& head = network.heads()[0];
  Floats seen(head.output.begin(), head.output.end());
  std::ranges::copy(seen, head.gradient.begin());
  network.backward(options);
  for (const Parameter& p : network.parameters()) seen.insert(seen.end(), p.gradient.begin(), p.gradient.end());
  return seen;
}

Floats all_statistics(const Network& network) {
  Floats all;
  for (const Parameter& p : network.statistics()) all.insert(all.end(), p.value.begin(), p.value.end());
  return all;
}

TEST_CASE("the same seed gives the same bits, and shapes in between leave no trace") {
  set_network_threads(2);
  Network a(config_of(usual), 1), b(config_of(usual), 1);
  const Floats first = step(a, 2, 32, 9);
  step(b, 3, 64, 5);
  b.zero_gradients();
  step(b, 1, 16, 6);
  b.zero_gradients();
  CHECK(step(b, 2, 32, 9) == first);

  a.zero_gradients();
  CHECK(step(a, 2, 32, 9) == first);
  a.zero_gradients();
  CHECK(step(a, 2, 32, 10) != first);
  CHECK(Network(config_of(usual), 2).parameters()[2].value[0] != a.parameters()[2].value[0]);
}

TEST_CASE("gradients add up until they are zeroed") {
  Network network(config_of(usual), 1);
  const Floats once = step(network, 2, 32, 9), twice = step(network, 2, 32, 9);
  const std::size_t outputs = network.heads()[0].output.size();
  for (std::size_t i = outputs; i < once.size(); ++i) CHECK(twice[i] == Approx(2 * once[i]).margin(1e-6));
  network.zero_gradients();
  for (const Parameter& p : network.parameters()) CHECK(std::ranges::all_of(p.gradient, [](float g) { return g == 0; }));
}

TEST_CASE("a pass may leave no trace") {
  Network network(config_of(usual), 1);
  const Floats before = all_statistics(network);
  network.resize(2, 32, 32);
  network.forward(images_of(1, 2, 32, 32), {.mode = Mode::train, .update_statistics = false});
  CHECK(all_statistics(network) == before);
  std::ranges::fill(network.heads()[0].gradient, 1.0F);
  network.backward({.parameters = false, .input = true});
  for (const Parameter& p : network.parameters()) CHECK(std::ranges::all_of(p.gradient, [](float g) { return g == 0; }));
  CHECK(std::ranges::any_of(network.input_gradient(), [](float g) { return g != 0; }));
  CHECK(std::ranges::all_of(network.heads()[0].gradient, [](float g) { return g == 1; }));

  // Inference moves nothing either, and has no way back.
  network.forward(images_of(1, 2, 32, 32));
  CHECK(all_statistics(network) == before);
  CHECK_THROWS_WITH(network.backward(), Catch::Contains("backward needs a forward pass in mode train"));
}

TEST_CASE("dropout and DropBlock drop what they say") {
  for (const int block : {0, 3}) {
    INFO(block);
    const double probability = 0.2;
    Network network(
        config_of(R"({"layer": "dropout", "probability": 0.2, "block": )" + std::to_string(block) + R"(}, {"layer": "convolutional", "filters": 7},)"), 1);
    // The convolution passes channel k of the picture to output k.
    for (float& w : network.parameters()[1].value) w = 0;
    for (std::size_t k = 0; k < 3; ++k) network.parameters()[1].value[k * 3 + k] = 1;
    const int n = 8, side = 32, plane = side * side;
    network.resize(n, side, side);
    const Floats ones(static_cast<std::size_t>(n * 3 * plane), 1.0F);
    const auto drop = [&](std::uint64_t seed, double scale) {
      network.forward(ones, {.mode = Mode::train, .seed = seed, .drop_scale = scale});
      Floats kept;
      for (int i = 0; i < n; ++i)
        kept.insert(kept.end(), network.heads()[0].output.begin() + i * 7 * plane, network.heads()[0].output.begin() + (i * 7 + 3) * plane);
      return kept;
    };
    const Floats kept = drop(1, 1);
    CHECK(drop(1, 1) == kept);
    CHECK(drop(2, 1) != kept);
    CHECK(drop(1, 0) == ones);

    // The share that falls, and the mean that stays: six deviations of 24576 values, or 2731 squares.
    const double zeros = static_cast<double>(std::ranges::count(kept, 0.0F)) / static_cast<double>(kept.size());
    CHECK(zeros == Approx(probability).margin(block ? 0.046 : 0.016));
    CHECK(std::accumulate(kept.begin(), kept.end(), 0.0) / static_cast<double>(kept.size()) == Approx(1).margin(block ? 1e-5 : 0.02));

    // Every zero of DropBlock lies in a square of zeros.
    for (int c = 0; block && c < n * 3; ++c)
      for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
          if (kept[static_cast<std::size_t>(c * plane + y * side + x)] != 0) continue;
          bool inside = false;
          for (int y0 = std::max(0, y - 2); y0 <= std::min(y, side - 3) && !inside; ++y0)
            for (int x0 = std::max(0, x - 2); x0 <= std::min(x, side - 3) && !inside; ++x0) {
              inside = true;
              for (int i = 0; i < 9; ++i) inside = inside && kept[static_cast<std::size_t>(c * plane + (y0 + i / 3) * side + x0 + i % 3)] == 0;
            }
          REQUIRE(inside);
        }

    // The way back drops the same; inference drops nothing.
    drop(1, 1);
    std::ranges::fill(network.heads()[0].gradient, 1.0F);
    network.backward({.parameters = true, .input = true});
    CHECK(std::ranges::equal(network.input_gradient(), kept));
    network.forward(ones);
    CHECK(network.heads()[0].output[5] == 1);
  }
}

TEST_CASE("what does not fit is refused") {
  Network network(config_of(usual), 1);
  CHECK_THROWS_WITH(network.forward(Floats(7)), Catch::Contains("is given 7 numbers of images"));
  CHECK_THROWS_WITH(network.resize(0, 32, 32), Catch::Contains("a batch of 0 pictures"));
  CHECK_THROWS_WITH(network.backward(), Catch::Contains("backward needs"));
  CHECK_THROWS_WITH(Network(config_of(R"({"layer": "convolutional", "filters": 8},)")), Catch::Contains("is given 8192 numbers a picture, and needs 7168"));

  Network fixed(config_of(R"({"layer": "connected", "output": 7},)"), 1);
  CHECK_THROWS_WITH(fixed.resize(1, 64, 64), Catch::Contains("take pictures of 32 x 32 only"));
  NetworkConfig outside = config_of(usual);
  outside.batch_norm.epsilon_outside = true;
  Network old(outside, 1);
  old.resize(1, 32, 32);
  CHECK_THROWS_WITH(old.forward(images_of(1, 1, 32, 32), {.mode = Mode::train}), Catch::Contains("epsilon outside the root"));
}

}  // namespace
}  // namespace yologold
