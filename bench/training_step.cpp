// Whole training steps of a network on request, so that another program can time them in turns with those of others (compare_training.py).
//   bench_training_step NETWORK [threads] [batch]
// Says on one line of JSON what it computes: the network with its blocks opened, as darknet's cfg, the truths. Then, for each line that it reads, it takes a
// step (forward, loss, backward, SGD with momentum) on the same pictures of noise and says its times in seconds, {"wall": .., "cpu": .., "loss": ..}.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>

#include "data/random.hpp"
#include "json/json.hpp"
#include "network/threads.hpp"
#include "train/trainer.hpp"
#include "yologold/error.hpp"

using namespace yologold;

namespace {

constexpr int truths_of_picture = 6;

Batch make_noise(const NetworkConfig& config, int pictures) {
  Batch batch{pictures, config.height, config.width, {}, {}};
  KeyedRandom random{1};
  batch.images.resize(static_cast<std::size_t>(pictures) * 3 * static_cast<std::size_t>(config.height) * static_cast<std::size_t>(config.width));
  for (float& value : batch.images) value = static_cast<float>(random.uniform());
  for (int i = 0; i < pictures; ++i) {
    auto& list = batch.truths.emplace_back();
    for (int t = 0; t < truths_of_picture; ++t) {
      Truth truth;
      truth.cx = random.uniform(0.2, 0.8), truth.cy = random.uniform(0.2, 0.8);
      truth.w = random.uniform(0.05, 0.4), truth.h = random.uniform(0.05, 0.4);
      truth.class_id = static_cast<int>(random.below(static_cast<std::size_t>(config.variant.classes)));
      list.push_back(truth);
    }
  }
  return batch;
}

Json truths_json(const Batch& batch) {
  Json images = Json::array();
  for (const auto& list : batch.truths) {
    Json rows = Json::array();
    for (const Truth& t : list) rows.push_back({{"box", {t.cx, t.cy, t.w, t.h}}, {"class", t.class_id}});
    images.push_back(rows);
  }
  return images;
}

double clock_of(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// SGD with momentum at a rate that keeps the loss finite for as many steps as are asked for.
TrainConfig plain_sgd(int pictures) {
  TrainConfig config;
  config.batch = pictures;
  config.optimiser = {.kind = OptimiserKind::sgd, .momentum = 0.9, .weight_decay = 0.0005};
  config.schedule.in_epochs = {.kind = ScheduleKind::constant, .rate = 1e-4};
  return config;
}

void serve(const std::string& name, int threads, int pictures) {
  // Say what is computed.
  set_network_threads(threads);
  NetworkConfig network = load_network(name);
  network.variant.reduction = Reduction::mean_batch;
  const Batch batch = make_noise(network, pictures);
  Trainer trainer(plain_sgd(pictures), Network(network, 1), 1);
  std::size_t parameters = 0;
  for (const Parameter& p : trainer.network().parameters()) parameters += p.value.size();
  const Json about{{"threads", network_threads()},      {"batch", pictures},
                   {"parameters", parameters},          {"network", Json::parse(print_network(network))},
                   {"cfg", print_darknet_cfg(network)}, {"truths", truths_json(batch)}};
  std::cout << about.dump() << std::endl;

  for (std::string line; std::getline(std::cin, line);) {
    const double wall = clock_of(CLOCK_MONOTONIC), cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID);
    const StepRecord record = trainer.step([&](std::int64_t, int) { return batch; });
    const Json times{{"wall", clock_of(CLOCK_MONOTONIC) - wall}, {"cpu", clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu}, {"loss", record.total()}};
    std::cout << times.dump() << std::endl;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "bench_training_step NETWORK [threads] [batch]\n");
    return 3;
  }
  try {
    serve(argv[1], argc > 2 ? std::atoi(argv[2]) : 0, std::max(1, argc > 3 ? std::atoi(argv[3]) : 4));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_training_step: %s\n", error.what());
    return 2;
  }
}
