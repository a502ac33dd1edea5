#include "decisions/box_reach.hpp"

#include <algorithm>
#include <cmath>

#include "bounds/activation.hpp"

namespace yologold::decisions {
namespace {

constexpr double roundings = 8;  // of a position on its way to an overlap, at most

}  // namespace

BoxReach::BoxReach(const Subject& s, const Address& at)
    : unit_(roundings * std::max(s.arithmetic.profile.compute.unit(), s.arithmetic.profile.constants.unit())) {
  // Activate the logits.
  const Variant& v = s.variant();
  const bounds::Slot slot = s.evaluator.slot_at(at);
  const bounds::Ball x = bounds::activated(v, slot.t[0]).value, y = bounds::activated(v, slot.t[1]).value;
  const bounds::Size size = v.family == Family::v1 ? bounds::Size{bounds::activated_size(v, slot.t[2]).value, bounds::activated_size(v, slot.t[3]).value}
                                                   : bounds::anchored_size(slot, 1, 1);

  // Place the box.
  const auto extent = [&](const bounds::Ball& within, const bounds::Ball& length, std::int64_t cell, double cells) {
    const double middle = (slot.scale_xy * within.v - (slot.scale_xy - 1) / 2 + static_cast<double>(cell)) / cells;
    const double loose = slot.scale_xy * within.e / cells + length.e;
    return std::isfinite(middle + length.v + loose) ? Extent{middle, length.v, loose} : Extent{0, 0, bounds::inf};
  };
  box_ = {extent(x, size.w, slot.col, slot.grid_w), extent(y, size.h, slot.row, slot.grid_h)};
}

BoxReach::Meeting BoxReach::meet(const Extent& box, double centre, double size) const {
  const double loose = box.loose + unit_ * (1 + std::abs(box.middle) + std::abs(box.size) + size);
  const double overlap = std::min({box.size, size, (box.size + size) / 2 - std::abs(box.middle - centre)}) + loose;
  return {std::max(0.0, overlap), std::max(0.0, box.size - loose), std::max(0.0, size - loose)};
}

bool BoxReach::may_overlap(const Truth& truth, double least) const {
  const Meeting x = meet(box_[0], truth.cx, truth.w), y = meet(box_[1], truth.cy, truth.h);
  const double inter = x.overlap * y.overlap, uni = std::max({x.least * y.least, x.truth_least * y.truth_least, inter});
  return !(inter <= 0) && !(inter < least * uni);
}

}  // namespace yologold::decisions
