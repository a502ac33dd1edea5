// Two ranks, as threads of this process, each with half of the pictures: together they compute what one network computes with all of them.
#include "network/ranks.hpp"

#include <array>
#include <barrier>
#include <cmath>
#include <thread>

#include "network/network.hpp"
#include "network/threads.hpp"
#include "suite/random.hpp"
#include "support/catch.hpp"

namespace yologold {
namespace {

constexpr int pictures = 4, edge = 16;

/// Where the two meet.
struct Meeting {
  std::barrier<> both{2};
  std::array<std::vector<double>, 2> given;
};

class ThreadRank : public Ranks {
 public:
  ThreadRank(Meeting& meeting, int rank) : meeting_(meeting), rank_(rank) {}
  int rank() const override { return rank_; }
  int count() const override { return 2; }
  void sum(std::span<float> values) const override { add(values); }
  void sum(std::span<double> values) const override { add(values); }

 private:
  template <class T>
  void add(std::span<T> values) const {
    meeting_.given[static_cast<std::size_t>(rank_)].assign(values.begin(), values.end());
    meeting_.both.arrive_and_wait();
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<T>(meeting_.given[0][i] + meeting_.given[1][i]);
    meeting_.both.arrive_and_wait();
  }

  Meeting& meeting_;
  int rank_;
};

Network make(bool cross) {
  NetworkConfig config = parse_network(
      R"({"width": 16, "height": 16, "variant": {"family": "v1", "predictors": 1, "classes": 2}, "layers": [
        {"layer": "convolutional", "filters": 8, "size": 3, "stride": 2, "batch_normalize": true, "activation": "mish"},
        {"layer": "dropout", "probability": 0.2, "block": 2},
        {"layer": "convolutional", "filters": 6, "size": 3, "batch_normalize": true, "activation": "leaky"},
        {"layer": "dropout", "probability": 0.1},
        {"layer": "convolutional", "filters": "head", "batch_normalize": true}, {"layer": "head"}]})",
      "test");
  config.batch_norm.cross_mini_batch = cross;
  Network network(config, 3);
  const Random random(8, "ranks", 0);
  std::uint64_t draw = 0;
  for (const Parameter& p : network.parameters())
    for (float& v : p.value) v += static_cast<float>(0.3 * random.normal(++draw, 0));
  return network;
}

/// The part of a rank; pictures of one rank are brighter, so that their statistics differ.
std::vector<float> images_of(int mini_batch, int rank, int ranks) {
  const std::size_t part = static_cast<std::size_t>(pictures / ranks) * 3 * edge * edge, from = part * static_cast<std::size_t>(rank);
  const Random random(static_cast<std::uint64_t>(mini_batch), "images", 0);
  std::vector<float> images(part);
  for (std::size_t i = 0; i < part; ++i) images[i] = static_cast<float>(random.normal(from + i, 0) + static_cast<double>((from + i) / (3 * edge * edge)));
  return images;
}

/// What a network computed in two mini-batches of a batch, with a pass that leaves no trace before the second.
struct Result {
  std::vector<float> output, input_slope, slopes, statistics;
};

Result learn(const Ranks& ranks, bool cross) {
  set_network_threads(1);
  Result result;
  Network network = make(cross);
  network.join(ranks);
  network.resize(pictures / ranks.count(), edge, edge);
  network.zero_gradients();
  for (int k = 0; k < 2; ++k) {
    const std::vector<float> images = images_of(k, ranks.rank(), ranks.count());
    if (k == 1) network.forward(images_of(7, ranks.rank(), ranks.count()), {.mode = Mode::train, .seed = 5, .update_statistics = false});
    network.forward(images, {.mode = Mode::train, .seed = 9, .mini_batch = k});
    const NetworkHead& head = network.heads()[0];
    const std::size_t from = head.output.size() * static_cast<std::size_t>(ranks.rank());
    for (std::size_t i = 0; i < head.output.size(); ++i) head.gradient[i] = static_cast<float>(std::sin(static_cast<double>(from + i)));
    network.backward({.parameters = true, .input = true});
    result.output.insert(result.output.end(), head.output.begin(), head.output.end());
    result.input_slope.insert(result.input_slope.end(), network.input_gradient().begin(), network.input_gradient().end());
  }
  for (const Parameter& p : network.parameters()) result.slopes.insert(result.slopes.end(), p.gradient.begin(), p.gradient.end());
  for (const Parameter& p : network.statistics()) result.statistics.insert(result.statistics.end(), p.value.begin(), p.value.end());
  ranks.sum(result.slopes);
  return result;
}

/// Half of what one network computed in each of two mini-batches.
std::vector<float> half(const std::vector<float>& whole, std::size_t rank) {
  const std::size_t part = whole.size() / 4;
  std::vector<float> halves;
  for (std::size_t k : {rank, rank + 2}) halves.insert(halves.end(), whole.begin() + std::ptrdiff_t(k * part), whole.begin() + std::ptrdiff_t((k + 1) * part));
  return halves;
}

/// The largest difference, in units of the largest number. Sums of some hundred float32 products in another order: 1e-5 leaves room for a hundred roundings.
double distance(const std::vector<float>& a, const std::vector<float>& b) {
  REQUIRE(a.size() == b.size());
  double most = 0, worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    most = std::max(most, std::abs(static_cast<double>(a[i])));
    worst = std::max(worst, std::abs(static_cast<double>(a[i]) - b[i]));
  }
  return worst / most;
}

TEST_CASE("ranks compute together what one network computes alone") {
  const bool cross = GENERATE(false, true);
  const Result whole = learn(one_rank, cross);
  Meeting meeting;
  std::array<Result, 2> parts;
  {
    std::vector<std::jthread> threads;
    for (int rank = 0; rank < 2; ++rank) threads.emplace_back([&, rank] { parts[static_cast<std::size_t>(rank)] = learn(ThreadRank(meeting, rank), cross); });
  }
  INFO("statistics across mini-batches: " << cross);
  for (std::size_t rank = 0; rank < 2; ++rank) {
    CHECK(distance(half(whole.output, rank), parts[rank].output) < 1e-5);
    CHECK(distance(half(whole.input_slope, rank), parts[rank].input_slope) < 1e-5);
    CHECK(distance(whole.slopes, parts[rank].slopes) < 1e-5);
    CHECK(distance(whole.statistics, parts[rank].statistics) < 1e-5);
  }
}

TEST_CASE("a pass that leaves no trace does not count among the mini-batches") {
  const auto output = [](bool deceived) {
    Network network = make(true);
    network.resize(pictures, edge, edge);
    network.forward(images_of(0, 0, 1), {.mode = Mode::train});
    if (deceived) network.forward(images_of(7, 0, 1), {.mode = Mode::train, .update_statistics = false});
    network.forward(images_of(1, 0, 1), {.mode = Mode::train, .mini_batch = 1});
    const auto output = network.heads()[0].output;
    return std::vector<float>(output.begin(), output.end());
  };
  CHECK(output(true) == output(false));
}

}  // namespace
}  // namespace yologold
