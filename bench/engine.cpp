#include <benchmark/benchmark.h>

#include <cmath>
#include <memory>

#include "benchmarks.hpp"
#include "floor.hpp"
#include "yologold/error.hpp"

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

/// Times floor and loss in turn, so that a noisy neighbour hits both.
void measure(benchmark::State& state, const Task& task, const RunOptions& options, Ratio ratio) {
  Workload& work = workload_of(task);
  Plan plan(work.variant, work.shapes, options);
  Report report;
  const auto loss = [&] {
    if (plan.run(work.heads, work.truths(), work.gradients, report) != Status::ok) throw Error(task.name, "a generated truth is bad");
  };
  loss();
  if (!std::isfinite(report.total) || (report.positives == 0) != (task.truths == 0)) throw Error(task.name, "the loss is not one of this work");
  Floor floor(work, options.threads);

  // Measure pairs.
  std::vector<double> floors, losses, pairs, cpu_pairs;
  for (auto _ : state) {
    const Elapsed f = time(floor), l = time(loss);
    floors.push_back(f.wall);
    losses.push_back(l.wall);
    pairs.push_back(l.wall / f.wall);
    cpu_pairs.push_back(l.cpu / f.cpu);
    state.SetIterationTime(l.wall / 1000);
  }

  // Report medians.
  ratio.low = quantile(pairs, 0.25), ratio.median = quantile(pairs, 0.5), ratio.high = quantile(pairs, 0.75), ratio.cpu = quantile(cpu_pairs, 0.5);
  state.counters["floor_ms"] = quantile(floors, 0.5);
  state.counters["loss_ms"] = quantile(losses, 0.5);
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
          const Ratio ratio{std::string(task.name) + (compute == DType::f64 ? "/f64" : "/f32"), isa + "/threads=" + std::to_string(threads)};
          const RunOptions options{compute, isa, threads};
          const auto run = [&task, options, ratio](benchmark::State& state) { measure(state, task, options, ratio); };
          benchmark::RegisterBenchmark(("engine/" + ratio.work + "/" + ratio.setting).c_str(), run)->UseManualTime()->Unit(benchmark::kMillisecond);
        }
}

const std::vector<Ratio>& ratios() { return found(); }

}  // namespace yologold::bench
