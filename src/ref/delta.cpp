#include "ref/decode.hpp"
#include "ref/gradient.hpp"

namespace yologold::ref {

namespace {

template <class T>
void add_pair(const Problem<T>& p, const Match<T>& match, const T& factor, std::vector<T>& out) {
  if (!match.kept || match.gated) return;
  Four<T> errors = coordinate_errors(p, match);

  // Compare the offsets themselves where the loss compares their logits.
  const Box<T> values = activated_box(p, match.slot);
  errors[0] = match.place.off_x - values.x;
  errors[1] = match.place.off_y - values.y;

  const T scale = factor * match.object->weight * match.share * coordinate_scale(p, match);
  for (std::size_t i = 0; i < 4; i++) out[p.element(match.slot, static_cast<std::int64_t>(i))] += scale * errors[i];
}

template <class T>
void add_cell(const Problem<T>& p, const Assignment<T>& a, const Slot& at, std::vector<T>& out) {
  const Cell<T>& cell = a.cell(p, at);
  const Factors<T>& f = a.factors[static_cast<std::size_t>(at.head)];
  for (const auto& matches : cell.slot_matches)
    for (const std::size_t i : matches) add_pair(p, a.matches[i], f.coord, out);
  for (const Positive<T>& positive : cell.positives)
    out[p.element(positive.slot, 4)] += f.obj * positive.weight * (positive.target - objectness(p, positive.slot));
  Slot slot = at;
  for (slot.anchor = 0; slot.anchor < static_cast<std::int64_t>(cell.roles.size()); slot.anchor++)
    if (cell.roles[static_cast<std::size_t>(slot.anchor)] == Role::negative) out[p.element(slot, 4)] += f.noobj * (T(0) - objectness(p, slot));
  for (const ClassRow<T>& row : cell.rows) {
    const std::vector<T> values = class_values(p, row.slot);
    for (std::size_t c = 0; c < values.size(); c++)
      out[p.element(row.slot, 5 + static_cast<std::int64_t>(c))] += f.classes * row.weight * (row.target[c] - values[c]);
  }
}

}  // namespace

template <class T>
Tensors<T> delta(const Problem<T>& p, const Assignment<T>& a) {
  Tensors<T> out;
  for (int head = 0; head < p.heads(); head++) {
    out.emplace_back(p.logits[static_cast<std::size_t>(head)].size(), T(0));
    for_each_cell(p, head, [&](const Slot& at) { add_cell(p, a, at, out.back()); });
  }
  return out;
}

template Tensors<double> delta(const Problem<double>&, const Assignment<double>&);
template Tensors<Real> delta(const Problem<Real>&, const Assignment<Real>&);

}  // namespace yologold::ref
