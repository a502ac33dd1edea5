#include "ref/assignment.hpp"
#include "ref/decode.hpp"

namespace yologold::ref {

namespace {

/// |((col + x)/W, (row + y)/H, w, h) of the prediction - the same of the truth|^2
template <class T>
T distance(const Problem<T>& p, const Slot& slot, const Object<T>& object) {
  const Frame<T> f = frame(p, slot.head);
  const Box<T> box = frame_box(p, slot), truth = truth_box(p, slot.head, object);
  return square<T>((box.x - truth.x) / f.image_x) + square<T>((box.y - truth.y) / f.image_y) + square<T>((box.w - truth.w) / f.image_x) +
         square<T>((box.h - truth.h) / f.image_y);
}

/// The predictor of the cell that takes the truth.
template <class T>
std::int64_t responsible(const Problem<T>& p, Slot slot, const Object<T>& object) {
  const std::int64_t predictors = p.shapes[static_cast<std::size_t>(slot.head)].a;
  std::int64_t best = 0, nearest = 0;
  Fraction<T> best_iou{T(0), T(1)};
  T best_distance(0);
  bool all_zero = true;
  for (slot.anchor = 0; slot.anchor < predictors; slot.anchor++) {
    const Fraction<T> overlap = decoded_iou(p, slot, object);
    const T away = distance(p, slot, object);
    if (slot.anchor == 0 || overlap.exceeds(best_iou)) best = slot.anchor, best_iou = overlap;
    if (slot.anchor == 0 || away < best_distance) nearest = slot.anchor, best_distance = away;
    if (!(overlap.over == T(0))) all_zero = false;
  }
  return all_zero && p.variant.responsible == Responsible::rmse ? nearest : best;
}

}  // namespace

template <class T>
void match_predictors(const Problem<T>& p, Assignment<T>& a) {
  for (std::int64_t n = 0; n < p.images; n++)
    for (const Object<T>& object : p.objects[static_cast<std::size_t>(n)]) {
      if (object.flagged) continue;
      for (int head = 0; head < p.heads(); head++) {
        Match<T> match;
        match.object = &object;
        match.place = p.place(object, head);
        match.slot = {head, n, 0, match.place.y, match.place.x};

        // Drop those that lose their cell.
        const auto& sharing = a.cell(p, match.slot).objects;
        if (p.variant.cell_sharing == CellSharing::first_wins && sharing.front() != &object) continue;
        if (p.variant.cell_sharing == CellSharing::last_wins && sharing.back() != &object) continue;

        match.slot.anchor = responsible(p, match.slot, object);
        a.matches.push_back(match);
      }
    }
}

template void match_predictors(const Problem<double>&, Assignment<double>&);
template void match_predictors(const Problem<Real>&, Assignment<Real>&);

}  // namespace yologold::ref
