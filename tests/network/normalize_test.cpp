// Batch norm: running statistics, and statistics across mini-batches, against their formulas in doubles.
#include <cmath>

#include "network/network.hpp"
#include "suite/random.hpp"
#include "support/catch.hpp"

namespace yologold {
namespace {

constexpr int n = 2, side = 6, channels = 7, values = n * side * side;
using Rows = std::vector<std::vector<double>>;  // by channels

/// One convolution 1x1 from 3 to 7 channels with batch norm.
Network make(bool cross, double momentum) {
  NetworkConfig config = parse_network(
      R"({"width": 6, "height": 6, "variant": {"family": "v1", "predictors": 1, "classes": 2}, "layers": [{"layer": "convolutional", "filters": "head", "batch_normalize": true}, {"layer": "head"}]})",
      "test");
  config.batch_norm.cross_mini_batch = cross;
  config.batch_norm.momentum = momentum;
  Network network(config, 3);
  const Random random(8, "normalize", 0);
  std::uint64_t draw = 0;
  for (const Parameter& p : network.parameters())
    for (float& v : p.value) v = static_cast<float>(random.normal(++draw, 0));
  network.resize(n, side, side);
  return network;
}

std::vector<float> images_of(std::uint64_t seed) {
  const Random random(seed, "images", 0);
  std::vector<float> images(3 * values);
  for (std::size_t i = 0; i < images.size(); ++i) images[i] = static_cast<float>(random.normal(i, 0) + static_cast<double>(seed));
  return images;
}

const Parameter& find(const Network& network, const std::string& name) {
  for (const auto list : {network.parameters(), network.statistics()})
    for (const Parameter& p : list)
      if (p.name == name) return p;
  throw std::out_of_range(name);
}

/// The convolution's sums, a row a channel.
Rows sums_of(const Network& network, const std::vector<float>& images) {
  Rows rows(channels, std::vector<double>(values));
  for (int f = 0; f < channels; ++f)
    for (int i = 0; i < values; ++i)
      for (int k = 0; k < 3; ++k) rows[f][i] += static_cast<double>(find(network, "0.weights").value[f * 3 + k]) * images[((i / 36) * 3 + k) * 36 + i % 36];
  return rows;
}

double mean_of(const std::vector<double>& row, int power) {
  double sum = 0;
  for (const double x : row) sum += std::pow(x, power);
  return sum / static_cast<double>(row.size());
}

TEST_CASE("running statistics move by the momentum, the variance unbiased") {
  Network network = make(false, 0.25);
  std::vector<double> mean(channels, 0), variance(channels, 1);
  for (const std::uint64_t seed : {1, 2}) {
    const auto images = images_of(seed);
    const Rows rows = sums_of(network, images);
    network.forward(images, {.mode = Mode::train});
    for (int f = 0; f < channels; ++f) {
      const double m = mean_of(rows[f], 1), v = (mean_of(rows[f], 2) - m * m) * values / (values - 1);
      mean[f] = 0.75 * mean[f] + 0.25 * m;
      variance[f] = 0.75 * variance[f] + 0.25 * v;
      CHECK(find(network, "0.mean").value[f] == Approx(mean[f]).epsilon(1e-4));
      CHECK(find(network, "0.variance").value[f] == Approx(variance[f]).epsilon(1e-4));
    }
  }
}

/// The outputs of the last of several mini-batches, by the formula; `sums` are those of each.
Rows across(const Network& network, const std::vector<Rows>& sums) {
  Rows out = sums.back();
  for (int f = 0; f < channels; ++f) {
    double mean = 0, square = 0;
    for (const Rows& rows : sums) {
      mean += mean_of(rows[f], 1) / static_cast<double>(sums.size());
      square += mean_of(rows[f], 2) / static_cast<double>(sums.size());
    }
    for (double& x : out[f]) x = (x - mean) / std::sqrt(square - mean * mean + 1e-5) * find(network, "0.scales").value[f] + find(network, "0.biases").value[f];
  }
  return out;
}

TEST_CASE("statistics across mini-batches: those before count in the values, and are constant in the gradient") {
  for (const bool cross : {true, false}) {
    Network network = make(cross, 0.1);
    std::vector<Rows> seen;
    for (int k = 0; k < 3; ++k) {
      INFO("mini-batch " << k);
      const auto images = images_of(static_cast<std::uint64_t>(k) + 1);
      const Rows sums = sums_of(network, images);
      if (!cross) seen.clear();
      seen.push_back(sums);
      network.forward(images, {.mode = Mode::train, .mini_batch = k});
      const Rows out = across(network, seen);
      const NetworkHead& head = network.heads()[0];
      std::vector<double> pull(head.output.size());
      for (std::size_t i = 0; i < pull.size(); ++i) {
        const std::size_t picture = i / (channels * 36), f = i / 36 % channels, at = picture * 36 + i % 36;
        CHECK(head.output[i] == Approx(out[f][at]).margin(2e-4));
        pull[i] = head.gradient[i] = static_cast<float>(std::sin(static_cast<double>(i)));
      }
      network.backward({.parameters = true, .input = true});

      // The slope in a few pixels, by differences of the formula.
      const auto loss = [&](const std::vector<float>& pictures) {
        seen.back() = sums_of(network, pictures);
        const Rows moved = across(network, seen);
        double sum = 0;
        for (std::size_t i = 0; i < pull.size(); ++i) sum += pull[i] * moved[i / 36 % channels][i / (channels * 36) * 36 + i % 36];
        return sum;
      };
      for (const std::size_t pixel : {0, 50, 111, 200}) {
        std::vector<float> up = images, down = images;
        up[pixel] += 0x1p-7F;
        down[pixel] -= 0x1p-7F;
        CHECK(network.input_gradient()[pixel] == Approx((loss(up) - loss(down)) / (static_cast<double>(up[pixel]) - down[pixel])).epsilon(2e-3).margin(2e-3));
      }
      seen.back() = sums;
    }
  }
}

}  // namespace
}  // namespace yologold
