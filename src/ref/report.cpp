#include "ref/outcome.hpp"

namespace yologold::ref {

namespace {

template <class T>
Pair pair_of(const Match<T>& match) {
  Pair pair;
  pair.head = match.slot.head;
  pair.image = static_cast<std::int32_t>(match.slot.image);
  pair.anchor = static_cast<std::int32_t>(match.slot.anchor);
  pair.y = static_cast<std::int32_t>(match.slot.y);
  pair.x = static_cast<std::int32_t>(match.slot.x);
  pair.truth = match.object->index;
  pair.iou = to_double(match.iou.value());
  pair.shape_iou = to_double(match.shape.value());
  pair.kept = match.kept;
  pair.gated = match.gated;
  return pair;
}

}  // namespace

template <class T>
Report report_of(const Problem<T>& p, const Assignment<T>& a) {
  Report report;
  report.images = p.images;
  report.heads = p.heads();
  report.unowned = a.unowned;
  report.bad_truths = p.bad_truths;
  for (const auto& objects : p.objects)
    for (const Object<T>& object : objects) (object.flagged ? report.flagged : report.truths)++;
  for (const auto& head : a.cells)
    for (const Cell<T>& cell : head)
      for (const Role role : cell.roles) {
        report.positives += role == Role::positive;
        report.ignored += role == Role::ignored;
        report.negatives += role == Role::negative;
      }
  for (const Match<T>& match : a.matches) report.pairs.push_back(pair_of(match));
  report.first_non_finite = find_non_finite(p, a);
  return report;
}

template Report report_of(const Problem<double>&, const Assignment<double>&);
template Report report_of(const Problem<Real>&, const Assignment<Real>&);

}  // namespace yologold::ref
