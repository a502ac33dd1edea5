#include <benchmark/benchmark.h>

#include <memory>

#include "benchmarks.hpp"

namespace yologold::bench {
namespace {

std::vector<Ratio>& found() {
  static std::vector<Ratio> all;
  return all;
}

/// The memory of a task; only the latest is kept.
Workload& workload_of(const Task& task) {
  static const Task* current = nullptr;
  static std::unique_ptr<Workload> work;
  if (current != &task) {
    work.reset();
    work = std::make_unique<Workload>(task);
    current = &task;
  }
  return *work;
}

/// Google Benchmark calls a benchmark again with more iterations until it lasts: the last call counts.
void keep(const Ratio& ratio) {
  const bool again = !found().empty() && found().back().work == ratio.work && found().back().setting == ratio.setting;
  if (again)
    found().back() = ratio;
  else
    found().push_back(ratio);
}

void measure(benchmark::State& state, const Task& task, const RunOptions& options) {
  Race race(workload_of(task), options);
  for (auto _ : state) state.SetIterationTime(race.lap().wall / 1000);
  Ratio ratio = race.result();
  ratio.work += options.compute == DType::f64 ? "/f64" : "/f32";
  state.counters["floor_ms"] = ratio.floor_ms;
  state.counters["loss_ms"] = ratio.loss_ms;
  state.counters["ratio"] = ratio.median;
  state.counters["ratio_low"] = ratio.low;
  state.counters["ratio_high"] = ratio.high;
  state.counters["cpu_ratio"] = ratio.cpu;
  keep(ratio);
}

}  // namespace

void register_engine() {
  for (const Task& task : tasks())
    for (const DType compute : {DType::f64, DType::f32})
      for (const auto& isa : isas())
        for (const int threads : {1, 2}) {
          const std::string name = "engine/" + task.name + (compute == DType::f64 ? "/f64/" : "/f32/") + isa + "/threads=" + std::to_string(threads);
          const RunOptions options{compute, isa, threads, task.output};
          const auto run = [&task, options](benchmark::State& state) { measure(state, task, options); };
          benchmark::RegisterBenchmark(name.c_str(), run)->UseManualTime()->Unit(benchmark::kMillisecond);
        }
}

const std::vector<Ratio>& ratios() { return found(); }

}  // namespace yologold::bench
