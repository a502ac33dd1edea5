#include "bench/sweep.hpp"

#include <algorithm>

namespace yologold::bench {
namespace {

/// One size of one curve.
struct Step {
  double at;
  Task task;
  int threads;
};

struct Series {
  std::string title, axis;
  std::vector<Step> steps;
};

constexpr std::int64_t grid = 38, classes = 80, images = 4, truths = 10;

template <class MakeTask>
Series series(const char* title, const char* axis, std::initializer_list<std::int64_t> sizes, int threads, const MakeTask& make) {
  Series p{title, axis, {}};
  for (const std::int64_t size : sizes) p.steps.push_back({static_cast<double>(size), make(size), threads});
  return p;
}

std::vector<Series> all_series(int threads) {
  const auto crowd = [](std::int64_t t) {
    Task task = one_head(grid, classes, images, t);
    task.crowd = true;
    return task;
  };
  Series cells = series("Cells of the grid", "cells", {7, 13, 19, 38, 76, 152}, threads, [](std::int64_t g) { return one_head(g, classes, images, truths); });
  for (Step& step : cells.steps) step.at *= step.at;
  Series of_threads{"Threads", "threads", {}};
  for (int t = 1; t <= threads; t = t < threads ? std::min(2 * t, threads) : t + 1)
    of_threads.steps.push_back({static_cast<double>(t), one_head(2 * grid, classes, 2 * images, truths), t});
  return {
      cells,
      series("Classes", "classes", {1, 5, 20, 80, 320}, threads, [](std::int64_t c) { return one_head(grid, c, images, truths); }),
      series("Truths an image, anywhere", "truths", {1, 3, 10, 30, 100, 300, 1000}, threads, [](std::int64_t t) { return one_head(grid, classes, images, t); }),
      series("Truths an image, all in one cell", "truths", {1, 3, 10, 30, 100, 300, 1000}, threads, crowd),
      series("Images", "images", {1, 2, 4, 8, 16}, threads, [](std::int64_t n) { return one_head(grid, classes, n, truths); }),
      of_threads};
}

}  // namespace

Ratio measure(Race& race, double seconds) {
  const double end = milliseconds(CLOCK_MONOTONIC) + seconds * 1000;
  for (int lap = 0; lap < 5 || milliseconds(CLOCK_MONOTONIC) < end; ++lap) race.lap();
  return race.result();
}

std::vector<Curve> sweep(const RunOptions& options, double seconds, const std::function<void(const std::string&)>& begin) {
  std::vector<Curve> curves;
  for (const Series& p : all_series(options.threads)) {
    Curve curve{p.title, p.axis, {}};
    for (const Step& step : p.steps) {
      begin(p.title + ": " + std::to_string(static_cast<std::int64_t>(step.at)));
      Workload work(step.task);
      RunOptions here = options;
      here.threads = step.threads;
      Race race(work, here);
      const Ratio r = measure(race, seconds);
      curve.points.push_back({step.at, r.loss_ms, r.floor_ms});
    }
    curves.push_back(curve);
  }
  return curves;
}

std::size_t sweep_points(const RunOptions& options) {
  std::size_t points = 0;
  for (const Series& p : all_series(options.threads)) points += p.steps.size();
  return points;
}

}  // namespace yologold::bench
