#pragma once
#include <vector>

#include "ref/box.hpp"
#include "ref/problem.hpp"
#include "yologold/stages.hpp"

namespace yologold::ref {

/// A pair: a truth and a slot it is assigned to.
template <class T>
struct Match {
  Slot slot;
  const Object<T>* object = nullptr;
  Place<T> place;
  Fraction<T> iou{T(0), T(1)}, shape{T(0), T(1)};
  bool kept = true, gated = false;
  T share = T(1);  ///< 1/m of collision mean
  T alpha = T(0);  ///< of the CIOU, as it stands now
};

/// Objectness of a positive slot.
template <class T>
struct Positive {
  Slot slot;
  T weight, target;
  std::size_t source = 0;  ///< the match that gives the IOU target
};

/// One class loss.
template <class T>
struct ClassRow {
  Slot slot;
  std::vector<T> target;
  T weight;
};

/// What the assignment gives to one cell of one image. Every term of the loss depends on the logits of one cell only.
template <class T>
struct Cell {
  std::vector<const Object<T>*> objects;               ///< truths that take part, with their centre here
  std::vector<std::vector<std::size_t>> slot_matches;  ///< per anchor, in truth order
  std::vector<bool> refused;                           ///< per anchor: a pair below the gate of as-ignore stood here
  std::vector<Role> roles;                             ///< per anchor
  std::vector<Positive<T>> positives;
  std::vector<ClassRow<T>> rows;
};

/// lambda, reduction and head weight of each term of a head.
template <class T>
struct Factors {
  T coord, obj, noobj, classes;
};

/// Every discrete decision, and the values that the gradient holds fixed.
template <class T>
struct Assignment {
  std::vector<Match<T>> matches;            ///< ordered by image, truth, head, anchor
  std::vector<std::vector<Cell<T>>> cells;  ///< [head][(image H + y) W + x]
  std::vector<Factors<T>> factors;          ///< [head]
  std::int64_t unowned = 0;

  Cell<T>& cell(const Problem<T>& p, const Slot& slot) { return cells[static_cast<std::size_t>(slot.head)][index(p, slot)]; }
  const Cell<T>& cell(const Problem<T>& p, const Slot& slot) const { return cells[static_cast<std::size_t>(slot.head)][index(p, slot)]; }

 private:
  static std::size_t index(const Problem<T>& p, const Slot& slot) {
    const HeadShape& shape = p.shapes[static_cast<std::size_t>(slot.head)];
    return static_cast<std::size_t>((slot.image * shape.h + slot.y) * shape.w + slot.x);
  }
};

template <class T>
Assignment<T> assign(const Problem<T>& p);

// The steps of assign, in their order.
template <class T>
void match_predictors(const Problem<T>& p, Assignment<T>& a);  ///< v1
template <class T>
void match_anchors(const Problem<T>& p, Assignment<T>& a);  ///< v2-v4
template <class T>
void settle_collisions(const Problem<T>& p, Assignment<T>& a);
template <class T>
void give_roles(const Problem<T>& p, Assignment<T>& a);
template <class T>
void list_positives(const Problem<T>& p, Assignment<T>& a);
template <class T>
void list_class_rows(const Problem<T>& p, Assignment<T>& a);
template <class T>
void set_factors(const Problem<T>& p, Assignment<T>& a);

/// Shape IOU of a truth and the anchor of index `anchor` in the unit of `head`.
template <class T>
Fraction<T> shape_iou(const Problem<T>& p, const Object<T>& object, int head, std::size_t anchor);

/// True where a slot that is not positive is spared by the ignore rule, by a flagged truth or by the gate.
template <class T>
bool is_ignored(const Problem<T>& p, const Cell<T>& cell, const Slot& slot);

/// The threshold of truths that carry the ignore flag.
template <class T>
T flag_threshold(const Problem<T>& p) {
  return T(p.is(Family::v1) ? 0.5 : p.variant.ignore_thresh);
}

/// Calls visit(slot) for every slot of a head: image, row, column, anchor.
template <class T, class Visit>
void for_each_slot(const Problem<T>& p, int head, Visit visit) {
  const HeadShape& shape = p.shapes[static_cast<std::size_t>(head)];
  Slot slot{head};
  for (slot.image = 0; slot.image < shape.n; slot.image++)
    for (slot.y = 0; slot.y < shape.h; slot.y++)
      for (slot.x = 0; slot.x < shape.w; slot.x++)
        for (slot.anchor = 0; slot.anchor < shape.a; slot.anchor++) visit(slot);
}

/// Calls visit(slot) for every cell of a head; slot.anchor is 0.
template <class T, class Visit>
void for_each_cell(const Problem<T>& p, int head, Visit visit) {
  for_each_slot(p, head, [&](const Slot& slot) {
    if (slot.anchor == 0) visit(slot);
  });
}

}  // namespace yologold::ref
