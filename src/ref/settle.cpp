#include "ref/assignment.hpp"
#include "ref/decode.hpp"

namespace yologold::ref {

template <class T>
void settle_collisions(const Problem<T>& p, Assignment<T>& a) {
  for (auto& head : a.cells)
    for (Cell<T>& cell : head)
      for (const std::vector<std::size_t>& rivals : cell.slot_matches) {
        if (rivals.empty() || p.variant.collision == Collision::sum) continue;
        const T share = T(1) / T(static_cast<double>(rivals.size()));

        // Find the one that keeps the slot.
        std::size_t winner = p.variant.collision == Collision::last_wins ? rivals.back() : rivals.front();
        if (p.variant.collision == Collision::best_iou_wins)
          for (const std::size_t i : rivals)
            if (a.matches[i].iou.exceeds(a.matches[winner].iou)) winner = i;

        for (const std::size_t i : rivals) {
          if (p.variant.collision == Collision::mean)
            a.matches[i].share = share;
          else
            a.matches[i].kept = i == winner;
        }
      }
}

template <class T>
void list_positives(const Problem<T>& p, Assignment<T>& a) {
  const bool to_iou = (p.is(Family::v1) || p.is(Family::v2)) && p.variant.iou_target != IouTarget::one;
  for (int head = 0; head < p.heads(); head++)
    for_each_slot(p, head, [&](const Slot& slot) {
      Cell<T>& cell = a.cell(p, slot);
      Positive<T> positive{slot, T(0), T(1), 0};
      bool found = false;
      for (const std::size_t i : cell.slot_matches[static_cast<std::size_t>(slot.anchor)]) {
        const Match<T>& match = a.matches[i];
        if (!match.kept) continue;
        if (!found || match.iou.exceeds(a.matches[positive.source].iou)) positive.source = i;
        positive.weight = most(positive.weight, match.object->weight);
        found = true;
      }
      if (!found) return;
      if (to_iou) positive.target = a.matches[positive.source].iou.value();
      cell.positives.push_back(positive);
    });
}

template void settle_collisions(const Problem<double>&, Assignment<double>&);
template void settle_collisions(const Problem<Real>&, Assignment<Real>&);
template void list_positives(const Problem<double>&, Assignment<double>&);
template void list_positives(const Problem<Real>&, Assignment<Real>&);

}  // namespace yologold::ref
