#pragma once
#include <algorithm>

#include "certain/scales.hpp"

namespace yologold::certain {

/// The groups of pairs that share a class vector: slots, in v1 cells.
inline const std::vector<Rivals>& class_groups(const Problem& p, const Assignment& a) { return p.is(Family::v1) ? a.cells : a.slots; }

inline const Match& class_match(const Problem& p, const Assignment& a, std::size_t i) { return a.matches[(p.is(Family::v1) ? a.cell_order : a.order)[i]]; }

inline const Slot& class_slot(const Problem& p, const Assignment& a, const Rivals& group) { return class_match(p, a, group.begin).slot; }

/// Whether every pair of a group has a row of the loss by itself.
inline bool row_by_pair(const Variant& v) {
  return v.family == Family::v1 ? v.cell_sharing == CellSharing::sum : v.class_collision == ClassCollision::per_pair;
}

/// The rows of a class vector's loss: one a pair, or one for all or the last.
inline std::vector<Rivals> class_rows(const Problem& p, const Assignment& a, const Rivals& group) {
  const Variant& v = p.variant();
  const bool v1 = p.is(Family::v1);
  if (!row_by_pair(v)) return {{!v1 && v.class_collision == ClassCollision::overwrite ? group.end - 1 : group.begin, group.end}};
  std::vector<Rivals> rows;
  for (std::size_t i = group.begin; i < group.end; ++i)
    if (v1 || class_match(p, a, i).pair.kept) rows.push_back({i, i + 1});
  return rows;
}

/// Calls mark(c) for every class that the pairs of a row want; returns the largest weight.
template <class Mark>
double mark_classes(const Problem& p, const Assignment& a, const Rivals& row, const Mark& mark) {
  double weight = 0;
  for (std::size_t i = row.begin; i < row.end; ++i) {
    const Truth& truth = *class_match(p, a, i).truth;
    weight = std::max(weight, truth.weight);
    mark(truth.class_id);
    for (const std::int32_t c : truth.more_classes) mark(c);
  }
  return weight;
}

/// What a row of the group is multiplied by.
template <class S>
S class_factor(const Problem& p, const Scales<S>& scales, const Rivals& group, double weight) {
  const Variant& v = p.variant();
  const S factor = scales.classes * S(weight);
  const bool shared = !p.is(Family::v1) && row_by_pair(v) && v.collision == Collision::mean;
  return shared ? factor / whole<S>(static_cast<std::int64_t>(group.end - group.begin)) : factor;
}

}  // namespace yologold::certain
