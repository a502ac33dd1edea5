#include "train/loss_plans.hpp"

#include <algorithm>

namespace yologold {

Plan& LossPlans::of(std::span<const NetworkHead> heads, int h, int w) {
  std::vector<HeadShape> shapes;
  for (const NetworkHead& head : heads) shapes.push_back(head.shape);
  const auto known = std::ranges::find_if(entries_, [&](const Entry& entry) { return entry.h == h && entry.w == w && entry.shapes == shapes; });
  if (known != entries_.end()) return known->plan;

  // One thread: the loss is a hundredth of a step, and TBB's threads would find the cores taken by oneDNN's.
  Variant variant = variant_;
  variant.image = {static_cast<double>(w), static_cast<double>(h)};
  entries_.push_back({h, w, shapes, Plan(variant, shapes, {.compute = DType::f32, .isa = {}, .threads = 1})});
  return entries_.back().plan;
}

}  // namespace yologold
