#include "certain/problem.hpp"

#include "assign/cell.hpp"

namespace yologold::certain {

Problem::Problem(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> given, const Truths& truths)
    : model(make_model(variant, shapes)), heads(given) {
  for (std::int64_t n = 0; n < model.images; ++n) {
    auto& good = objects.emplace_back();
    auto& spared = flagged.emplace_back();
    const auto first = truths.first[static_cast<std::size_t>(n)], end = truths.first[static_cast<std::size_t>(n) + 1];
    for (auto i = first; i < end; ++i) {
      const Truth& truth = truths.all[static_cast<std::size_t>(i)];
      if (find_fault(truth, model.classes) == nullptr)
        (truth.ignore ? spared : good).push_back({&truth, static_cast<std::int32_t>(n), static_cast<std::int32_t>(i - first)});
    }
  }
}

Slot Problem::slot_at(std::size_t head, std::int64_t index) const {
  const HeadModel& h = model.heads[head];
  const std::int64_t rest = index - h.first_slot, plane = rest / h.cells(), cell = rest % h.cells();
  return {head, plane / h.shape.a, plane % h.shape.a, cell / h.shape.w, cell % h.shape.w};
}

Slot Problem::cell_of(const Object& object, std::size_t head) const {
  const HeadShape& s = model.heads[head].shape;
  return {head, object.image, 0, assign::locate(object.truth->cy, s.h).index, assign::locate(object.truth->cx, s.w).index};
}

}  // namespace yologold::certain
