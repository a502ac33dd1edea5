#pragma once
#include <algorithm>

#include "certain/assignment.hpp"
#include "certain/numbers.hpp"

namespace yologold::certain {

/// What the terms of one head sum over.
struct Counts {
  std::int64_t pairs = 0, rows = 0;
};

inline Counts count(const Problem& p, const Assignment& a, std::size_t head) {
  Counts counts;
  const auto here = [&](std::size_t i) { return a.matches[i].slot.head == head; };
  for (const Match& m : a.matches) counts.pairs += m.slot.head == head && m.pair.kept && !m.pair.gated;
  const bool v1 = p.is(Family::v1), by_pair = v1 ? p.variant().cell_sharing == CellSharing::sum : p.variant().class_collision == ClassCollision::per_pair;
  const auto& order = v1 ? a.cell_order : a.order;
  for (const Rivals& g : v1 ? a.cells : a.slots)
    for (std::size_t i = g.begin; i < (by_pair ? g.end : g.begin + 1); ++i) counts.rows += here(order[i]) && (!by_pair || v1 || a.matches[order[i]].pair.kept);
  return counts;
}

/// lambda, reduction, head weight and the 1/2 of `half`, as one exact rational a term.
template <class S>
struct Scales {
  S coord, obj, noobj, classes;

  Scales(const Problem& p, const Assignment& a, std::size_t head) {
    const Variant& v = p.variant();
    const auto at_least_one = [](std::int64_t n) { return whole<S>(std::max<std::int64_t>(n, 1)); };
    S over_coord(1.0), over_slots(1.0), over_rows(1.0), times(p.model.heads[head].weight);
    if (v.reduction == Reduction::mean_batch) over_coord = over_slots = over_rows = at_least_one(p.model.images);
    if (v.reduction == Reduction::mean_positives) over_coord = over_slots = over_rows = at_least_one(static_cast<std::int64_t>(a.slots.size()));
    if (v.reduction == Reduction::mean_elements || v.reduction == Reduction::times_batch) {
      const Counts counts = count(p, a, head);
      over_coord = at_least_one(counts.pairs * (p.model.squared_coord() ? 4 : 1));
      over_slots = at_least_one(p.model.heads[head].shape.slots());
      over_rows = at_least_one(counts.rows * p.model.classes);
    }
    if (v.reduction == Reduction::times_batch) times = times * whole<S>(p.model.images);
    const S half(v.gradient == Gradient::half ? 0.5 : 1.0), one(1.0);
    const S of_coord = p.model.squared_coord() ? half : one, of_rest = p.model.squared_objectness() ? half : one;
    coord = S(v.lambda_coord) * times * of_coord / over_coord;
    obj = S(v.lambda_obj) * times * of_rest / over_slots;
    noobj = S(v.lambda_noobj) * times * of_rest / over_slots;
    classes = S(v.lambda_class) * times * of_rest / over_rows;
  }
};

}  // namespace yologold::certain
