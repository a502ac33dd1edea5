#include <algorithm>

#include "assign/assign.hpp"

namespace yologold::assign {
namespace {

/// Sorts pair indices by key, then by truth, and cuts them into groups of equal keys.
template <class Key>
void group(Work& work, const Key& key, std::vector<std::int64_t>& order, std::vector<Group>& groups) {
  auto& keys = work.keys;
  keys.clear();
  for (const WorkPair& p : work.pairs) keys.emplace_back(key(p), static_cast<std::int64_t>(keys.size()));
  std::sort(keys.begin(), keys.end());
  order.clear();
  groups.clear();
  for (const auto& [slot, index] : keys) {
    const auto i = static_cast<std::int64_t>(order.size());
    order.push_back(index);
    if (groups.empty() || groups.back().slot != slot) groups.push_back({slot, i, i});
    groups.back().end = i + 1;
  }
}

void settle(const Variant& v, const Group& slot, Work& work) {
  const auto pair = [&](std::int64_t i) -> WorkPair& { return work.pairs[static_cast<std::size_t>(work.order[static_cast<std::size_t>(i)])]; };
  std::int64_t winner = v.collision == Collision::last_wins ? slot.end - 1 : slot.begin;
  if (v.collision == Collision::best_iou_wins)
    for (std::int64_t i = slot.begin; i < slot.end; ++i)
      if (pair(i).pair.iou > pair(winner).pair.iou) winner = i;
  for (std::int64_t i = slot.begin; i < slot.end; ++i) {
    pair(i).pair.kept = v.collision == Collision::sum || v.collision == Collision::mean || i == winner;
    pair(i).share = v.collision == Collision::mean ? 1 / static_cast<double>(slot.end - slot.begin) : 1;
  }
}

}  // namespace

void collide(const Model& model, Work& work) {
  group(
      work, [](const WorkPair& p) { return p.slot; }, work.order, work.slots);
  for (const Group& slot : work.slots) settle(model.variant, slot, work);
  work.cells.clear();
  if (model.variant.family != Family::v1) return;
  const auto cell_of = [&](const WorkPair& p) {
    const HeadModel& head = model.heads[static_cast<std::size_t>(p.pair.head)];
    return head.first_slot + p.pair.image * head.cells() + p.pair.y * head.shape.w + p.pair.x;
  };
  group(work, cell_of, work.cell_order, work.cells);
}

}  // namespace yologold::assign
