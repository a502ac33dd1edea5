#include "bench/race.hpp"

#include <cmath>

#include "yologold/error.hpp"

namespace yologold::bench {

Race::Race(Workload& work, const RunOptions& options)
    : work_(work),
      plan_(work.variant, work.shapes, options),
      floor_(work, options.threads),
      setting_(plan_.isa() + "/threads=" + std::to_string(options.threads)) {
  // The floor leaves zeros, which a known-zero buffer needs.
  floor_();
  run_loss();
  if (!std::isfinite(report_.total) || (report_.positives == 0) != (work.task.truths == 0)) throw Error(work.task.name, "the loss is not one of this work");
  const double once = time([this] { run_loss(); }).wall;
  repeats_ = static_cast<int>(std::clamp(0.2 / once, 1.0, 1000.0));
}

void Race::run_loss() {
  if (plan_.run(work_.heads, work_.truths(), work_.gradients, report_) != Status::ok) throw Error(work_.task.name, "a generated truth is bad");
}

Elapsed Race::lap() {
  const auto each = [this](auto&& body) {
    const Elapsed e = time([&] {
      for (int i = 0; i < repeats_; ++i) body();
    });
    return Elapsed{e.wall / repeats_, e.cpu / repeats_};
  };
  const Elapsed f = each(floor_), l = each([this] { run_loss(); });
  floors_.push_back(f.wall);
  losses_.push_back(l.wall);
  pairs_.push_back(l.wall / f.wall);
  cpu_pairs_.push_back(l.cpu / f.cpu);
  return l;
}

Ratio Race::result() const {
  return {work_.task.name,        setting_,
          quantile(floors_, 0.5), quantile(losses_, 0.5),
          quantile(pairs_, 0.25), quantile(pairs_, 0.5),
          quantile(pairs_, 0.75), quantile(cpu_pairs_, 0.5),
          pairs_.size()};
}

}  // namespace yologold::bench
