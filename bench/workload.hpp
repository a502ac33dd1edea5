#pragma once
#include <tbb/cache_aligned_allocator.h>

#include <span>
#include <string>
#include <vector>

#include "suite/random.hpp"
#include "yologold/engine.hpp"
#include "yologold/variant_json.hpp"

namespace yologold::bench {

/// The work of one benchmark, in words.
struct Task {
  const char *name, *variant;
  std::vector<std::int64_t> grids;
  std::int64_t anchors, classes, images, truths;  ///< truths: an image
  std::vector<std::string> overrides{};
  LayoutName layout = LayoutName::nchw;
  bool gradient = true;
};

/// The standard work, then v3 with one thing changed at a time.
inline const std::vector<Task>& tasks() {
  static const std::vector<Task> all = {
      {"v1", "yolov1", {7}, 2, 20, 64, 8},
      {"v2", "yolov2", {13}, 5, 20, 64, 8},
      {"v3", "yolov3", {19, 38, 76}, 3, 80, 8, 20},
      {"v4", "yolov4", {76, 38, 19}, 3, 80, 8, 20},
      {"v3-decoded", "yolov3", {19, 38, 76}, 3, 80, 8, 20, {"ignore=decoded", "noobj=complement-minus-ignored"}},
      {"v3-nahwk", "yolov3", {19, 38, 76}, 3, 80, 8, 20, {}, LayoutName::nahwk},
      {"v3-no-truths", "yolov3", {19, 38, 76}, 3, 80, 8, 0},
      {"v3-loss-only", "yolov3", {19, 38, 76}, 3, 80, 8, 20, {}, LayoutName::nchw, false},
  };
  return all;
}

using Floats = std::vector<float, tbb::cache_aligned_allocator<float>>;

/// A task with its memory: f32 heads and gradients. Not to be moved: the views point into it.
class Workload {
 public:
  explicit Workload(const Task& task) : variant(load_variant(task.variant, task.overrides)) {
    for (const std::int64_t grid : task.grids)
      shapes.push_back({.n = task.images, .a = task.anchors, .h = grid, .w = grid, .c = task.classes, .shared_classes = variant.family == Family::v1});
    for (std::size_t h = 0; h < shapes.size(); ++h) add_head(h, task);
    add_truths(task);
  }
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;

  Truths truths() const { return {truths_, first_}; }

  Variant variant;
  std::vector<HeadShape> shapes;
  std::vector<HeadView> heads;
  std::vector<GradientView> gradients;  ///< empty: loss only

 private:
  void add_head(std::size_t h, const Task& task) {
    const Random random(1, "bench", h);
    const auto elements = static_cast<std::size_t>(shapes[h].elements());
    const Layout layout = layout_of(task.layout, shapes[h]);
    Floats& logits = memory_.emplace_back(elements);
    for (std::size_t i = 0; i < elements; ++i) logits[i] = static_cast<float>(random.normal(i, 0));
    heads.push_back({logits.data(), DType::f32, layout});
    if (task.gradient) gradients.push_back({memory_.emplace_back(elements).data(), DType::f32, layout});
  }

  /// Centres anywhere, sizes from 0.02 to 0.62, small ones more often.
  void add_truths(const Task& task) {
    const Random random(1, "bench truths", 0);
    const auto size = [](double u) { return 0.02 + 0.6 * u * u; };
    for (std::int64_t image = 0; image < task.images; ++image) {
      first_.push_back(static_cast<std::int64_t>(truths_.size()));
      for (std::int64_t i = 0; i < task.truths; ++i) {
        const std::uint64_t e = truths_.size();
        truths_.push_back({random.uniform(e, 0), random.uniform(e, 1), size(random.uniform(e, 2)), size(random.uniform(e, 3))});
        truths_.back().class_id = static_cast<std::int32_t>(random.integer(e, 4, 0, task.classes - 1));
      }
    }
    first_.push_back(static_cast<std::int64_t>(truths_.size()));
  }

  std::vector<Floats> memory_;
  std::vector<Truth> truths_;
  std::vector<std::int64_t> first_;
};

}  // namespace yologold::bench
