#pragma once
#include "bounds/branch.hpp"
#include "bounds/evaluator.hpp"

namespace yologold::bounds {

/// The ways in which the kinks of a slot's box loss may fall. A gradient jumps at a kink, so a bound that holds on both sides proves nothing about it;
/// on each of them it is narrow.
class Branches {
 public:
  /// Both must outlive it.
  Branches(const Problem& problem, const NumericProfile& profile);
  Branches(const Branches&) = delete;

  /// The slot on every way, each with the largest error that a derivative has on any of them; nothing where no kink is open, or too many are.
  std::vector<PositiveSlot> of(const std::vector<const Pair*>& pairs);

  const Evaluator::Groups& slots() const { return evaluator_.slots(); }

 private:
  Branch branch_;
  Arithmetic arithmetic_;
  Evaluator evaluator_;
};

}  // namespace yologold::bounds
