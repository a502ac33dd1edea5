#include "ref/gradient.hpp"

#include "ref/decode.hpp"

namespace yologold::ref {

namespace {

template <class T>
class Chain {
 public:
  Chain(const Problem<T>& problem, const Assignment<T>& assignment) : p(problem), a(assignment) {
    for (const std::vector<T>& logits : p.logits) out.emplace_back(logits.size(), T(0));
  }

  void cell(const Slot& at) {
    const Cell<T>& cell = a.cell(p, at);
    const Factors<T>& f = a.factors[static_cast<std::size_t>(at.head)];
    for (const auto& matches : cell.slot_matches)
      for (const std::size_t i : matches) pair(a.matches[i], f.coord);
    for (const Positive<T>& positive : cell.positives) objectness_of(positive, f.obj);
    Slot slot = at;
    for (slot.anchor = 0; slot.anchor < static_cast<std::int64_t>(cell.roles.size()); slot.anchor++)
      if (cell.roles[static_cast<std::size_t>(slot.anchor)] == Role::negative) add(slot, 4, f.noobj * objectness_slope(slot, T(0)));
    for (const ClassRow<T>& row : cell.rows) classes_of(row, f.classes);
  }

  Tensors<T> out;

 private:
  const Problem<T>& p;
  const Assignment<T>& a;

  bool squares() const { return p.is(Family::v1) || p.is(Family::v2); }
  void add(const Slot& slot, std::int64_t k, const T& slope) { out[static_cast<std::size_t>(slot.head)][p.element(slot, k)] += slope; }

  void pair(const Match<T>& match, const T& factor) {
    if (!match.kept || match.gated) return;
    const Four<T> slopes = coordinate_slopes(p, match);
    for (std::size_t i = 0; i < 4; i++) add(match.slot, static_cast<std::int64_t>(i), factor * match.object->weight * match.share * slopes[i]);
  }

  /// d(objectness loss)/dto
  T objectness_slope(const Slot& slot, const T& target) const {
    const T& t = p.logit(slot, 4);
    if (!squares()) return target > T(0.5) ? T((T(1) - target) - sigma(T(-t))) : T(sigma(t) - target);
    const T rate = p.is(Family::v1) && is_linear(p.variant.activation) ? T(1) : sigma_slope(t);
    return T(-2) * (target - objectness(p, slot)) * rate;
  }

  void objectness_of(const Positive<T>& positive, const T& factor) {
    const Slot& slot = positive.slot;
    const T weight = factor * positive.weight;
    add(slot, 4, weight * objectness_slope(slot, positive.target));
    if (!squares() || p.variant.iou_target != IouTarget::differentiated) return;

    // Let the IOU move the box too.
    const Box<T> truth = truth_box(p, slot.head, *a.matches[positive.source].object);
    const Four<T> slopes = iou_slopes(p.variant.subgradient, frame_box(p, slot), truth), rates = frame_rates(p, slot);
    const T error = positive.target - objectness(p, slot);
    for (std::size_t i = 0; i < 4; i++) add(slot, static_cast<std::int64_t>(i), weight * T(2) * error * slopes[i] * rates[i]);
  }

  void classes_of(const ClassRow<T>& row, const T& factor) {
    const std::vector<T> values = class_values(p, row.slot);
    const bool shared = squares() && (p.is(Family::v2) || p.variant.activation == Activation::logistic);
    T mean(0);
    for (std::size_t c = 0; c < values.size(); c++) mean += values[c] * (values[c] - row.target[c]);
    for (std::size_t c = 0; c < values.size(); c++) {
      const auto k = 5 + static_cast<std::int64_t>(c);
      const T& y = row.target[c];
      T slope;
      if (shared)
        slope = T(2) * values[c] * ((values[c] - y) - mean);
      else if (squares())
        slope = T(2) * (values[c] - y);
      else
        slope = y > T(0.5) ? T((T(1) - y) - sigma(T(-p.logit(row.slot, k)))) : T(values[c] - y);
      add(row.slot, k, factor * row.weight * slope);
    }
  }
};

}  // namespace

template <class T>
Tensors<T> gradient(const Problem<T>& p, const Assignment<T>& a) {
  Chain<T> chain(p, a);
  for (int head = 0; head < p.heads(); head++) for_each_cell(p, head, [&](const Slot& at) { chain.cell(at); });
  return chain.out;
}

template Tensors<double> gradient(const Problem<double>&, const Assignment<double>&);
template Tensors<Real> gradient(const Problem<Real>&, const Assignment<Real>&);

}  // namespace yologold::ref
