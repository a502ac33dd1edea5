// Runs a small loss with its gradient: what the test of costs counts the instructions of.
//   cost WORK RUNS
#include <cstdio>
#include <cstdlib>

#include "bench/workload.hpp"

using namespace yologold;

namespace {

const bench::Task works[] = {
    {"v1", "yolov1", {7}, 2, 20, 4, 8},
    {"v2", "yolov2", {13}, 5, 20, 1, 8},
    {"v3", "yolov3", {7, 13, 26}, 3, 20, 1, 8},
    {"v4", "yolov4", {26, 13, 7}, 3, 20, 1, 8},
    {"v4-decoded", "yolov4", {26, 13, 7}, 3, 20, 1, 8, {"ignore=decoded", "noobj=complement-minus-ignored"}},
    // Many truths, and twice as many.
    {"v1-many", "yolov1", {7}, 2, 20, 1, 500, {"cell_sharing=last-wins"}},
    {"v1-many-twice", "yolov1", {7}, 2, 20, 1, 1000, {"cell_sharing=last-wins"}},
    {"v3-many", "yolov3", {7, 13, 26}, 3, 20, 1, 200},
    {"v3-many-twice", "yolov3", {7, 13, 26}, 3, 20, 1, 400},
    {.name = "v4-crowd-many", .variant = "yolov4", .grids = {26, 13, 7}, .anchors = 3, .classes = 20, .images = 1, .truths = 200, .crowd = true},
    {.name = "v4-crowd-many-twice", .variant = "yolov4", .grids = {26, 13, 7}, .anchors = 3, .classes = 20, .images = 1, .truths = 400, .crowd = true},
    {.name = "v4-known-zero", .variant = "yolov4", .grids = {26, 13, 7}, .anchors = 3, .classes = 20, .images = 1, .truths = 8, .output = Output::known_zero},
};

int run(const bench::Task& task, int runs) {
  bench::Workload work(task);
  Plan plan(work.variant, work.shapes, {.isa = isas().front(), .threads = 1, .output = task.output});
  Report report;
  for (int i = 0; i < runs; ++i)
    if (plan.run(work.heads, work.truths(), work.gradients, report) != Status::ok) return 1;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3)
    for (const bench::Task& task : works)
      if (task.name == argv[1]) return run(task, std::atoi(argv[2]));
  return std::fprintf(stderr, "usage: cost WORK RUNS\n"), 2;
}
