#include "bench/workload.hpp"

#include "suite/random.hpp"
#include "yologold/variant_json.hpp"

namespace yologold::bench {

Workload::Workload(const Task& of) : task(of), variant(load_variant(task.variant, task.overrides)) {
  for (const std::int64_t grid : task.grids)
    shapes.push_back({.n = task.images, .a = task.anchors, .h = grid, .w = grid, .c = task.classes, .shared_classes = variant.family == Family::v1});
  for (std::size_t h = 0; h < shapes.size(); ++h) add_head(h);
  add_truths();
}

void Workload::add_head(std::size_t h) {
  const Random random(1, "bench", h);
  const auto elements = static_cast<std::size_t>(shapes[h].elements());
  const Layout layout = layout_of(task.layout, shapes[h]);
  Floats& logits = memory_.emplace_back(elements);
  for (std::size_t i = 0; i < elements; ++i) logits[i] = static_cast<float>(random.normal(i, 0));
  heads.push_back({logits.data(), DType::f32, layout});
  if (task.gradient) gradients.push_back({memory_.emplace_back(elements).data(), DType::f32, layout});
}

/// Centres anywhere, or all in one place; sizes from 0.02 to 0.62, small ones more often.
void Workload::add_truths() {
  const Random random(1, "bench truths", 0);
  const auto size = [](double u) { return 0.02 + 0.6 * u * u; };
  for (std::int64_t image = 0; image < task.images; ++image) {
    first_.push_back(static_cast<std::int64_t>(truths_.size()));
    for (std::int64_t i = 0; i < task.truths; ++i) {
      const std::uint64_t e = truths_.size();
      truths_.push_back({random.uniform(e, 0), random.uniform(e, 1), size(random.uniform(e, 2)), size(random.uniform(e, 3))});
      if (task.crowd) truths_.back().cx = truths_.back().cy = 0.501;
      truths_.back().class_id = static_cast<std::int32_t>(random.integer(e, 4, 0, task.classes - 1));
    }
  }
  first_.push_back(static_cast<std::int64_t>(truths_.size()));
}

}  // namespace yologold::bench
