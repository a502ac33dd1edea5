#include "bench/task.hpp"

namespace yologold::bench {
namespace {

/// 608 x 608, 80 classes, 8 images of 20 truths.
Task standard(const char* name, const char* variant) {
  Task task{name, variant, {19, 38, 76}, 3, 80, 8, 20};
  if (task.variant == "yolov4") task.grids = {76, 38, 19};
  return task;
}

std::vector<Task> make_tasks() {
  std::vector<Task> all = {{"v1", "yolov1", {7}, 2, 20, 64, 8}, {"v2", "yolov2", {13}, 5, 20, 64, 8}, standard("v3", "yolov3"), standard("v4", "yolov4")};
  for (const char* family : {"3", "4"}) {
    const std::string name = std::string("v") + family, variant = std::string("yolo") + name;
    Task decoded = standard((name + "-decoded").c_str(), variant.c_str()), known_zero = standard((name + "-known-zero").c_str(), variant.c_str());
    decoded.overrides = {"ignore=decoded", "noobj=complement-minus-ignored"};
    known_zero.output = Output::known_zero;
    all.push_back(decoded);
    all.push_back(known_zero);
  }
  Task nahwk = standard("v3-nahwk", "yolov3"), empty = standard("v3-no-truths", "yolov3"), crowd = standard("v3-crowd", "yolov3");
  Task loss_only = standard("v3-loss-only", "yolov3"), small = one_head(13, 80, 1, 5);
  nahwk.layout = LayoutName::nahwk;
  empty.truths = 0;
  crowd.truths = 1000, crowd.crowd = true;
  loss_only.gradient = false;
  small.name = "v3-13x13-of-1";
  for (const Task& task : {nahwk, empty, crowd, loss_only, small}) all.push_back(task);
  return all;
}

}  // namespace

const std::vector<Task>& tasks() {
  static const std::vector<Task> all = make_tasks();
  return all;
}

Task one_head(std::int64_t grid, std::int64_t classes, std::int64_t images, std::int64_t truths) {
  Task task{"one head", "yolov3", {grid}, 3, classes, images, truths};
  task.overrides = {"anchors=[[116,90],[156,198],[373,326]]", "masks=[[0,1,2]]"};
  return task;
}

}  // namespace yologold::bench
