#include <algorithm>

#include "ref/assignment.hpp"

namespace yologold::ref {

namespace {

/// What the terms of one head sum over.
struct Counts {
  std::int64_t pairs = 0, slots = 0, classes = 0;
};

template <class T>
Counts count(const Problem<T>& p, const Assignment<T>& a, int head) {
  const HeadShape& shape = p.shapes[static_cast<std::size_t>(head)];
  Counts counts;
  counts.slots = shape.slots();
  for (const Match<T>& match : a.matches) counts.pairs += match.slot.head == head && match.kept && !match.gated;
  for (const Cell<T>& cell : a.cells[static_cast<std::size_t>(head)]) counts.classes += static_cast<std::int64_t>(cell.rows.size()) * shape.c;
  return counts;
}

template <class T>
T over(std::int64_t count) {
  return T(1) / T(static_cast<double>(std::max<std::int64_t>(1, count)));
}

/// The factor of every term that does not depend on the term.
template <class T>
T common(const Problem<T>& p, const Assignment<T>& a) {
  if (p.variant.reduction == Reduction::mean_batch) return over<T>(p.images);
  if (p.variant.reduction == Reduction::times_batch) return T(static_cast<double>(p.images));
  if (p.variant.reduction != Reduction::mean_positives) return T(1);
  std::int64_t positives = 0;
  for (const auto& head : a.cells)
    for (const Cell<T>& cell : head) positives += static_cast<std::int64_t>(cell.positives.size());
  return over<T>(positives);
}

}  // namespace

template <class T>
void set_factors(const Problem<T>& p, Assignment<T>& a) {
  const Variant& v = p.variant;
  const T all = common(p, a);
  const bool squared_box = !p.is(Family::v4) || v.box_loss == BoxLoss::squared;
  const bool squared_rest = p.is(Family::v1) || p.is(Family::v2);
  const T half(v.gradient == Gradient::half ? 0.5 : 1.0);
  for (int head = 0; head < p.heads(); head++) {
    const T weight = all * T(v.head_weight[static_cast<std::size_t>(head)]);
    Factors<T> f{T(v.lambda_coord) * weight, T(v.lambda_obj) * weight, T(v.lambda_noobj) * weight, T(v.lambda_class) * weight};

    // Halve the squares.
    if (squared_box) f.coord = f.coord * half;
    if (squared_rest) f.obj = f.obj * half, f.noobj = f.noobj * half, f.classes = f.classes * half;

    // Divide by the elements.
    if (v.reduction == Reduction::mean_elements || v.reduction == Reduction::times_batch) {
      const Counts counts = count(p, a, head);
      f.coord = f.coord * over<T>(counts.pairs * (squared_box ? 4 : 1));
      f.obj = f.obj * over<T>(counts.slots);
      f.noobj = f.noobj * over<T>(counts.slots);
      f.classes = f.classes * over<T>(counts.classes);
    }
    a.factors.push_back(f);
  }
}

template void set_factors(const Problem<double>&, Assignment<double>&);
template void set_factors(const Problem<Real>&, Assignment<Real>&);

}  // namespace yologold::ref
