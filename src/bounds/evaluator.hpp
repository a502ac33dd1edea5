#pragma once
#include <map>
#include <vector>

#include "bounds/classes.hpp"
#include "bounds/problem.hpp"
#include "bounds/slot.hpp"

namespace yologold::bounds {

/// The factors of a head's terms: lambda, head weight, reduction, the half of `half`.
struct Factors {
  Ball coord, obj, noobj, classes;
};

/// A positive slot: its losses and the derivatives by tx ty tw th to, every factor included.
struct PositiveSlot {
  Ball coord, obj;
  std::array<Ball, 5> slopes;
};

/// The objectness of a negative slot.
struct NegativeSlot {
  Ball loss, slope;
};

/// Evaluates a problem slot by slot in balls.
class Evaluator {
 public:
  /// Both must outlive it.
  Evaluator(const Problem& problem, const Arithmetic& arithmetic);

  /// The same for a part of the pairs of a problem, with the factors of the whole.
  Evaluator(const Problem& problem, const Arithmetic& arithmetic, std::vector<Factors> factors);

  /// The pairs of every slot, and of every cell of v1, in the order of the report. Keys: head, place in [N, A, H, W].
  using Groups = std::map<std::pair<std::int64_t, std::int64_t>, std::vector<const Pair*>>;
  const Groups& slots() const { return slots_; }
  const Groups& class_owners() const { return owners_; }

  NegativeSlot negative(const Address& at) const;

  /// The slope of a negative slot alone: without any factor, and what its head makes of it.
  Ball bare_slope(const Address& at) const;
  Ball negative_slope(std::int64_t head, const Ball& bare) const;

  PositiveSlot positive(const std::vector<const Pair*>& pairs) const;
  ClassTerm classes(const std::vector<const Pair*>& pairs) const;

  /// The slot of an address, its channel aside, with its logits.
  Slot slot_at(const Address& at) const;

  Ball logit(const Address& at) const;

 private:
  void group_pairs();
  const Truth& truth_of(const Pair& pair) const;
  ClassTerm class_row(const std::vector<Ball>& logits, std::span<const Pair* const> of, const Ball& factor) const;

  const Problem& problem_;
  const Arithmetic& arithmetic_;
  Groups slots_, owners_;
  std::vector<Factors> factors_;
};

/// The factors of every head.
std::vector<Factors> factors_of(const Problem& problem, const Arithmetic& arithmetic, const Evaluator::Groups& owners);

}  // namespace yologold::bounds
