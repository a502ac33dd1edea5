#include "ref/assignment.hpp"
#include "ref/box_loss.hpp"
#include "ref/decode.hpp"

namespace yologold::ref {

namespace {

template <class T>
Assignment<T> empty_assignment(const Problem<T>& p) {
  Assignment<T> a;
  for (const HeadShape& shape : p.shapes) {
    const auto anchors = static_cast<std::size_t>(shape.a);
    const Cell<T> cell{{}, std::vector<std::vector<std::size_t>>(anchors), std::vector<bool>(anchors), std::vector<Role>(anchors), {}, {}};
    a.cells.emplace_back(static_cast<std::size_t>(shape.n * shape.h * shape.w), cell);
  }
  return a;
}

/// Notes in which cells the truths lie.
template <class T>
void place_objects(const Problem<T>& p, Assignment<T>& a) {
  for (int head = 0; head < p.heads(); head++)
    for (std::int64_t n = 0; n < p.images; n++)
      for (const Object<T>& object : p.objects[static_cast<std::size_t>(n)]) {
        if (object.flagged) continue;
        const Place<T> place = p.place(object, head);
        a.cell(p, {head, n, 0, place.y, place.x}).objects.push_back(&object);
      }
}

template <class T>
void measure_matches(const Problem<T>& p, Assignment<T>& a) {
  for (std::size_t i = 0; i < a.matches.size(); i++) {
    Match<T>& match = a.matches[i];
    match.iou = decoded_iou(p, match.slot, *match.object);
    if (p.is(Family::v4)) match.alpha = alpha(p.variant, box_pair(p, match.slot, *match.object));
    a.cell(p, match.slot).slot_matches[static_cast<std::size_t>(match.slot.anchor)].push_back(i);
  }
}

}  // namespace

template <class T>
Assignment<T> assign(const Problem<T>& p) {
  Assignment<T> a = empty_assignment(p);
  place_objects(p, a);
  if (p.is(Family::v1))
    match_predictors(p, a);
  else
    match_anchors(p, a);
  measure_matches(p, a);
  settle_collisions(p, a);
  give_roles(p, a);
  list_positives(p, a);
  list_class_rows(p, a);
  set_factors(p, a);
  return a;
}

template Assignment<double> assign(const Problem<double>&);
template Assignment<Real> assign(const Problem<Real>&);

}  // namespace yologold::ref
