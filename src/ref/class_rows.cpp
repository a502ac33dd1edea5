#include "ref/assignment.hpp"

namespace yologold::ref {

namespace {

template <class T>
ClassRow<T> blank(const Problem<T>& p, const Slot& slot) {
  return {slot, std::vector<T>(static_cast<std::size_t>(p.shapes[static_cast<std::size_t>(slot.head)].c), T(0)), T(0)};
}

/// Joins a truth into a row: the union of the classes, the largest weight.
template <class T>
void join(ClassRow<T>& row, const Object<T>& object) {
  for (const std::int32_t id : object.classes) row.target[static_cast<std::size_t>(id)] = T(1);
  row.weight = most(row.weight, object.weight);
}

template <class T>
void smooth(const Problem<T>& p, ClassRow<T>& row) {
  const T eps(p.variant.smoothing_eps), classes(static_cast<double>(row.target.size()));
  const T clip = least<T>(T(1) / classes, T(1) / T(40));
  for (T& y : row.target) {
    if (p.variant.label_smoothing == LabelSmoothing::half_eps) y = y * (T(1) - eps) + eps / T(2);
    if (p.variant.label_smoothing == LabelSmoothing::eps_over_c) y = y * (T(1) - eps) + eps / classes;
    if (p.variant.label_smoothing == LabelSmoothing::clipped) y = y == T(1) ? T(1) - clip : clip;
  }
}

/// The class losses of a v1 cell.
template <class T>
void list_of_cell(const Problem<T>& p, const Slot& slot, Cell<T>& cell) {
  if (cell.objects.empty()) return;
  const CellSharing sharing = p.variant.cell_sharing;
  if (sharing != CellSharing::sum) cell.rows.push_back(blank(p, slot));
  for (const Object<T>* object : cell.objects) {
    if (sharing == CellSharing::first_wins && object != cell.objects.front()) continue;
    if (sharing == CellSharing::last_wins && object != cell.objects.back()) continue;
    if (sharing == CellSharing::sum) cell.rows.push_back(blank(p, slot));
    join(cell.rows.back(), *object);
  }
}

/// The class losses of a slot.
template <class T>
void list_of_slot(const Problem<T>& p, const Assignment<T>& a, const Slot& slot, Cell<T>& cell) {
  const std::vector<std::size_t>& matches = cell.slot_matches[static_cast<std::size_t>(slot.anchor)];
  if (matches.empty()) return;
  const ClassCollision rule = p.variant.class_collision;
  if (rule == ClassCollision::per_pair) {
    for (const std::size_t i : matches) {
      if (!a.matches[i].kept) continue;
      cell.rows.push_back(blank(p, slot));
      join(cell.rows.back(), *a.matches[i].object);
      cell.rows.back().weight = cell.rows.back().weight * a.matches[i].share;
    }
    return;
  }
  cell.rows.push_back(blank(p, slot));
  for (const std::size_t i : matches)
    if (rule == ClassCollision::multi_hot || i == matches.back()) join(cell.rows.back(), *a.matches[i].object);
}

}  // namespace

template <class T>
void list_class_rows(const Problem<T>& p, Assignment<T>& a) {
  for (int head = 0; head < p.heads(); head++)
    for_each_slot(p, head, [&](const Slot& slot) {
      Cell<T>& cell = a.cell(p, slot);
      const std::size_t before = cell.rows.size();
      if (!p.is(Family::v1))
        list_of_slot(p, a, slot, cell);
      else if (slot.anchor == 0)
        list_of_cell(p, slot, cell);
      if (p.is(Family::v3) || p.is(Family::v4))
        for (std::size_t i = before; i < cell.rows.size(); i++) smooth(p, cell.rows[i]);
    });
}

template void list_class_rows(const Problem<double>&, Assignment<double>&);
template void list_class_rows(const Problem<Real>&, Assignment<Real>&);

}  // namespace yologold::ref
