#include "ref/assignment.hpp"
#include "ref/decode.hpp"

namespace yologold::ref {

namespace {

template <class T>
bool by_prior(const Problem<T>& p, const Cell<T>& cell, const Slot& slot) {
  const int anchor = p.variant.masks[static_cast<std::size_t>(slot.head)][static_cast<std::size_t>(slot.anchor)];
  for (const Object<T>* object : cell.objects)
    if (shape_iou(p, *object, slot.head, static_cast<std::size_t>(anchor)).above(T(p.variant.ignore_thresh))) return true;
  return false;
}

/// The three rules on the decoded box.
template <class T>
bool by_decoded(const Problem<T>& p, const Slot& slot) {
  const Box<T> box = frame_box(p, slot);
  const std::int32_t best = best_class(p, slot);
  for (const Object<T>& object : p.objects[static_cast<std::size_t>(slot.image)]) {
    if (object.flagged || !iou(box, truth_box(p, slot.head, object)).above(T(p.variant.ignore_thresh))) continue;
    if (p.variant.ignore == Ignore::decoded) return true;
    if (p.variant.ignore == Ignore::decoded_same_class && object.holds(best)) return true;
    if (p.variant.ignore == Ignore::decoded_any_class && class_values(p, slot)[static_cast<std::size_t>(best)] > T(p.variant.class_thresh)) return true;
  }
  return false;
}

template <class T>
bool by_flag(const Problem<T>& p, const Slot& slot) {
  for (const Object<T>& object : p.objects[static_cast<std::size_t>(slot.image)])
    if (object.flagged && decoded_iou(p, slot, object).above(flag_threshold(p))) return true;
  return false;
}

}  // namespace

template <class T>
bool is_ignored(const Problem<T>& p, const Cell<T>& cell, const Slot& slot) {
  if (by_flag(p, slot)) return true;
  if (p.is(Family::v1)) return false;
  if (cell.refused[static_cast<std::size_t>(slot.anchor)]) return true;
  if (p.variant.ignore == Ignore::off) return false;
  return p.variant.ignore == Ignore::prior ? by_prior(p, cell, slot) : by_decoded(p, slot);
}

template <class T>
void give_roles(const Problem<T>& p, Assignment<T>& a) {
  for (int head = 0; head < p.heads(); head++)
    for_each_slot(p, head, [&](const Slot& slot) {
      Cell<T>& cell = a.cell(p, slot);
      Role& role = cell.roles[static_cast<std::size_t>(slot.anchor)];
      if (!cell.slot_matches[static_cast<std::size_t>(slot.anchor)].empty())
        role = Role::positive;
      else if (is_ignored(p, cell, slot))
        role = Role::ignored;
      else if (p.variant.noobj == Noobj::object_free_cells && !cell.objects.empty())
        role = Role::none;
      else
        role = Role::negative;
    });
}

template bool is_ignored(const Problem<double>&, const Cell<double>&, const Slot&);
template bool is_ignored(const Problem<Real>&, const Cell<Real>&, const Slot&);
template void give_roles(const Problem<double>&, Assignment<double>&);
template void give_roles(const Problem<Real>&, Assignment<Real>&);

}  // namespace yologold::ref
