#include "certain/assignment.hpp"
#include "certain/boxes.hpp"
#include "certain/settle.hpp"

namespace yologold::certain {
namespace {

/// True where the truth takes part although others share its cell.
bool takes_part(const Problem& p, const Object& object, const Slot& cell) {
  const auto sharing = p.variant().cell_sharing;
  if (sharing != CellSharing::first_wins && sharing != CellSharing::last_wins) return true;
  const Object* keeper = nullptr;
  for (const Object& other : p.objects[static_cast<std::size_t>(object.image)]) {
    const Slot at = p.cell_of(other, cell.head);
    if (at.y == cell.y && at.x == cell.x && (!keeper || sharing == CellSharing::last_wins)) keeper = &other;
  }
  return keeper == &object;
}

template <class S>
S distance(const Problem& p, const Slot& slot, const PairOfBoxes<S>& b) {
  const Frame<S> f = frame<S>(p, slot.head);
  return (square(b.dx / f.image_x) + square(b.dy / f.image_y)) + (square((b.w - b.truth_w) / f.image_x) + square((b.h - b.truth_h) / f.image_y));
}

/// The predictor of the highest IOU; under `rmse`, where every IOU is 0, the nearest. The lowest index wins a tie.
std::int64_t responsible(const Problem& p, const Slot& cell, const Truth& truth) {
  return settle([&]<class S>() {
    std::int64_t best = 0, nearest = 0;
    S best_inter, best_union(1.0), smallest;
    bool all_zero = true;
    for (Slot slot = cell; slot.anchor < p.shape(cell).a; ++slot.anchor) {
      const auto pair = pair_of(p, slot, Decoded<S>(p, slot), truth);
      const Overlap<S> o(pair, 0);
      const bool touches = !o.none && sign(o.inter) > 0;
      if (touches && sign(o.inter * best_union - best_inter * o.uni) > 0) best = slot.anchor, best_inter = o.inter, best_union = o.uni;
      all_zero = all_zero && !touches;
      if (p.variant().responsible != Responsible::rmse) continue;
      const S away = distance(p, slot, pair);
      if (slot.anchor == 0 || sign(away - smallest) < 0) nearest = slot.anchor, smallest = away;
    }
    return all_zero && p.variant().responsible == Responsible::rmse ? nearest : best;
  });
}

}  // namespace

void match_predictors(const Problem& p, Assignment& a) {
  for (const auto& objects : p.objects)
    for (const Object& object : objects)
      for (std::size_t h = 0; h < p.model.heads.size(); ++h) {
        Slot slot = p.cell_of(object, h);
        if (!takes_part(p, object, slot)) continue;
        slot.anchor = responsible(p, slot, *object.truth);
        a.matches.push_back({{static_cast<std::int32_t>(h), object.image, static_cast<std::int32_t>(slot.anchor), static_cast<std::int32_t>(slot.y),
                              static_cast<std::int32_t>(slot.x), object.index},
                             slot,
                             object.truth});
      }
}

}  // namespace yologold::certain
