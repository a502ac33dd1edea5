#include <benchmark/benchmark.h>

#include <span>

#include "bench/workload.hpp"
#include "benchmarks.hpp"
#include "certain/certify.hpp"

namespace yologold::bench {
namespace {

/// One head of a family, few slots of many taken.
Task task_of(Family family) {
  Task task = one_head(13, 80, 4, 20);
  switch (family) {
    case Family::v1:
      return {"v1", "yolov1", {7}, 2, 20, 8, 10};
    case Family::v2:
      return {"v2", "yolov2", {13}, 5, 80, 4, 20};
    case Family::v3:
      task.name = "v3";
      return task;
    case Family::v4:
      task.name = "v4", task.variant = "yolov4", task.overrides.push_back("scale_xy=[1.05]");
      return task;
  }
  return task;
}

/// The same heads with the truths and without, to be certified in turn: the difference is what the positive boxes cost.
class Certification {
 public:
  Certification(const Task& task, std::string isa) : work_(task), isa_(std::move(isa)), stages_(work_.heads.size()) {
    for (const GradientView& view : work_.gradients) {
      auto& values = values_.emplace_back(static_cast<std::size_t>(work_.shapes[values_.size()].elements()));
      gradients_.push_back({values.data(), DType::f64, view.layout});
    }
    lap();
  }

  /// Processor time: microseconds per positive box, nanoseconds per empty slot.
  struct Lap {
    double box, slot;
  };
  Lap lap() {
    const double taken = run(work_.truths()), empty = run({{}, none_});
    return {(taken - empty) * 1e3 / static_cast<double>(positives_), empty * 1e6 / static_cast<double>(work_.shapes[0].slots())};
  }

  std::int64_t positives() const { return positives_; }
  double fallback_share() const { return static_cast<double>(fallbacks_) / static_cast<double>(elements_); }

 private:
  double run(const Truths& truths) {
    Report report;
    const auto took = time([&] {
      const auto found = certain::certify({work_.variant, work_.shapes, work_.heads, truths, gradients_, report, stages_, false, isa_, 1});
      if (truths.all.empty()) return;
      elements_ = fallbacks_ = 0;
      for (const auto& c : found.gradients) elements_ += c.elements, fallbacks_ += c.fallbacks;
      positives_ = report.positives;
    });
    return took.cpu;
  }

  Workload work_;
  std::string isa_;
  std::vector<std::vector<double>> values_;
  std::vector<GradientView> gradients_;
  std::vector<HeadStages> stages_;
  const std::vector<std::int64_t> none_ = std::vector<std::int64_t>(static_cast<std::size_t>(work_.task.images) + 1);
  std::int64_t positives_ = 0, elements_ = 0, fallbacks_ = 0;
};

void measure(benchmark::State& state, const Task& task, const std::string& isa) {
  Certification work(task, isa);
  std::vector<double> boxes, slots;
  for (auto _ : state) {
    const auto lap = work.lap();
    boxes.push_back(lap.box), slots.push_back(lap.slot);
  }
  state.counters["us_per_box"] = quantile(boxes, 0.5);
  state.counters["ns_per_slot"] = quantile(slots, 0.5);
  state.counters["boxes"] = static_cast<double>(work.positives());
  state.counters["fallbacks"] = work.fallback_share();
}

}  // namespace

void register_certain() {
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4})
    for (const auto& isa : isas()) {
      const Task task = task_of(family);
      const std::string name = "certain/" + task.name + "/" + isa;
      benchmark::RegisterBenchmark(name.c_str(), [task, isa](benchmark::State& state) { measure(state, task, isa); })->Unit(benchmark::kMillisecond);
    }
}

}  // namespace yologold::bench
