#pragma once
#include <algorithm>

#include "bounds/evaluator.hpp"
#include "bounds/objectness.hpp"
#include "diagnose/patch.hpp"

namespace yologold {

/// The slots of a scene that hold truths, for mistakes that no setting of the engine makes: evaluated by other formulas, or for other pairs, in the
/// arithmetic of the scene's profile.
class Bench {
 public:
  using Group = std::vector<const Pair*>;
  using Row = std::vector<bounds::Ball>;

  /// @param scene  its profile outlives the bench
  explicit Bench(const Scene& scene);
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  const Variant& variant() const { return run_.variant; }
  const Setting& setting() const { return setting_; }
  const EngineRun& run() const { return run_; }
  const bounds::Arithmetic& arithmetic() const { return arithmetic_; }
  const bounds::Evaluator& evaluator() const { return evaluator_; }
  const bounds::Factors& factors(std::int64_t head) const { return factors_[static_cast<std::size_t>(head)]; }
  const bounds::Factors& factors(const Group& group) const { return factors(group[0]->head); }
  const HeadShape& shape(std::int64_t head) const { return setting_.shapes[static_cast<std::size_t>(head)]; }
  const Truth& truth_of(const Pair& pair) const;
  bounds::Slot slot_of(const Group& group) const { return evaluator_.slot_at(address(group, 4)); }
  static Address address(const Group& group, std::int64_t channel);

  /// What the objectness of a taken slot is held against, and the factor of its term.
  bounds::Ball target(const Group& group) const;
  bounds::Ball objectness_factor(const Group& group) const;

  /// The derivatives of a slot's box, every factor included.
  /// @param term  BoxTerm(const Slot&, const Truth&), for each kept pair
  template <class Term>
  std::array<bounds::Ball, 4> boxes(const Group& group, Term&& term) const;

  /// The derivatives of the classes of a slot, or of a cell in v1, every factor included.
  /// @param row  Row(const Row& logits, std::span<const Pair* const>): of one class loss without factors
  template <class Slopes>
  Row classes(const Group& group, Slopes&& row) const;

  /// Per class, whether the target of one class loss is 1.
  std::vector<bool> hot(std::span<const Pair* const> of, std::int64_t classes) const;

  /// The patch in which the slots stay as they are.
  Patch empty() const { return Patch(setting_.shapes.size()); }
  void set(Patch& patch, const Address& at, const bounds::Ball& value) const;

  /// What the gradient is where other pairs are assigned: slots that hold a truth no more are trained towards 0, unless `dropped` says that they are 0.
  Patch reassign(const std::vector<Pair>& pairs, bool dropped) const;

 private:
  bounds::Ball share(const Group& group) const;

  const Setting setting_;
  const EngineRun run_;
  const bool bounded_;
  const std::vector<std::vector<Role>> roles_;
  const bounds::Problem problem_;
  const bounds::NumericProfile exact_;
  const bounds::Arithmetic arithmetic_;
  const bounds::Evaluator evaluator_;
  const std::vector<bounds::Factors> factors_;
};

template <class Term>
std::array<bounds::Ball, 4> Bench::boxes(const Group& group, Term&& term) const {
  const bounds::Slot slot = slot_of(group);
  const bounds::Ball zero = arithmetic_.literal(0);
  std::array<bounds::Ball, 4> sum{zero, zero, zero, zero};
  for (const Pair* p : group) {
    if (!p->kept || p->gated) continue;
    const Truth& truth = truth_of(*p);
    const bounds::BoxTerm one = term(slot, truth);
    const bounds::Ball factor = factors(group).coord * arithmetic_.constant(truth.weight) * share(group);
    for (std::size_t k = 0; k < 4; ++k) sum[k] = sum[k] + factor * one.slopes[k];
  }
  return sum;
}

template <class Slopes>
Bench::Row Bench::classes(const Group& group, Slopes&& row) const {
  // Read the logits.
  const Variant& v = variant();
  const std::int64_t count = shape(group[0]->head).c;
  Address at = address(group, 5);
  if (v.family == Family::v1) at.anchor = 0;
  Row logits, sum(static_cast<std::size_t>(count), arithmetic_.literal(0));
  for (; at.channel < 5 + count; ++at.channel) logits.push_back(evaluator_.logit(at));

  // Join all pairs, or add each by itself, as the evaluator does.
  const bool each = v.family == Family::v1 ? v.cell_sharing == CellSharing::sum : v.class_collision == ClassCollision::per_pair;
  std::span<const Pair* const> all(group);
  if (v.family != Family::v1 && v.class_collision == ClassCollision::overwrite) all = all.last(1);
  const auto add = [&](std::span<const Pair* const> of, const bounds::Ball& factor) {
    double weight = 0;
    for (const Pair* p : of) weight = std::max(weight, truth_of(*p).weight);
    const Row slopes = row(logits, of);
    const bounds::Ball whole = factors(group).classes * arithmetic_.constant(weight) * factor;
    for (std::size_t c = 0; c < sum.size(); ++c) sum[c] = sum[c] + whole * slopes[c];
  };
  if (!each) add(all, arithmetic_.literal(1));
  for (std::size_t i = 0; each && i < all.size(); ++i)
    if (v.family == Family::v1 || all[i]->kept) add(all.subspan(i, 1), v.family == Family::v1 ? arithmetic_.literal(1) : share(group));
  return sum;
}

}  // namespace yologold
