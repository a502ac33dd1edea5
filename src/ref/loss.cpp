#include "ref/loss.hpp"

#include "ref/decode.hpp"

namespace yologold::ref {

namespace {

/// -(y ln p + (1 - y) ln(1 - p)) with p = sigma(t)
template <class T>
T cross_entropy(const T& t, const T& y) {
  return -(y * log_sigma(t) + (T(1) - y) * log_sigma(T(-t)));
}

/// The objectness loss of a slot against a target, before any factor.
template <class T>
T objectness_loss(const Problem<T>& p, const Slot& slot, const T& target) {
  if (p.is(Family::v1) || p.is(Family::v2)) return square<T>(target - objectness(p, slot));
  return cross_entropy(p.logit(slot, 4), target);
}

template <class T>
T class_loss(const Problem<T>& p, const ClassRow<T>& row) {
  T sum(0);
  if (p.is(Family::v1) || p.is(Family::v2)) {
    const std::vector<T> values = class_values(p, row.slot);
    for (std::size_t c = 0; c < values.size(); c++) sum += square<T>(row.target[c] - values[c]);
  } else {
    for (std::size_t c = 0; c < row.target.size(); c++) sum += cross_entropy(p.logit(row.slot, 5 + static_cast<std::int64_t>(c)), row.target[c]);
  }
  return sum;
}

}  // namespace

template <class T>
T objectness_target(const Problem<T>& p, const Assignment<T>& a, const Positive<T>& positive) {
  const bool flows = (p.is(Family::v1) || p.is(Family::v2)) && p.variant.iou_target == IouTarget::differentiated;
  return flows ? decoded_iou(p, positive.slot, *a.matches[positive.source].object).value() : positive.target;
}

template <class T>
Terms<T> cell_loss(const Problem<T>& p, const Assignment<T>& a, const Slot& at) {
  const Cell<T>& cell = a.cell(p, at);
  const Factors<T>& f = a.factors[static_cast<std::size_t>(at.head)];
  Terms<T> loss;

  // Sum over the pairs.
  for (const auto& matches : cell.slot_matches)
    for (const std::size_t i : matches) {
      const Match<T>& match = a.matches[i];
      if (!match.kept || match.gated) continue;
      loss.coord += f.coord * match.object->weight * match.share * coordinate_scale(p, match) * coordinate_loss(p, match);
    }

  // Sum over the slots.
  for (const Positive<T>& positive : cell.positives) loss.obj += f.obj * positive.weight * objectness_loss(p, positive.slot, objectness_target(p, a, positive));
  Slot slot = at;
  for (slot.anchor = 0; slot.anchor < static_cast<std::int64_t>(cell.roles.size()); slot.anchor++)
    if (cell.roles[static_cast<std::size_t>(slot.anchor)] == Role::negative) loss.noobj += f.noobj * objectness_loss(p, slot, T(0));

  // Sum over the classes.
  for (const ClassRow<T>& row : cell.rows) loss.classes += f.classes * row.weight * class_loss(p, row);
  return loss;
}

#define YG_INSTANTIATE(T)                                                                    \
  template T objectness_target(const Problem<T>&, const Assignment<T>&, const Positive<T>&); \
  template Terms<T> cell_loss(const Problem<T>&, const Assignment<T>&, const Slot&);
YG_INSTANTIATE(double)
YG_INSTANTIATE(Real)
#undef YG_INSTANTIATE

}  // namespace yologold::ref
