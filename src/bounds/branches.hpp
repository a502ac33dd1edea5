#pragma once
#include "bounds/branch.hpp"
#include "bounds/evaluator.hpp"

namespace yologold::bounds {

/// Whether the gradient of a variant has kinks: that of an IOU has.
bool has_kinks(const Variant& variant);

/// A slot on one way through its kinks.
struct Way {
  PositiveSlot slot;             ///< each derivative of the box with the largest error that it has on any way
  std::array<double, 4> errors;  ///< that they have on this one
  Branch branch;
};

/// The ways in which the kinks of a slot's IOUs may fall. A gradient jumps at a kink, so a bound that holds on both sides proves nothing about it;
/// on each of them it is narrow.
class Branches {
 public:
  /// Both must outlive it.
  Branches(const Problem& problem, const NumericProfile& profile);
  Branches(const Branches&) = delete;

  /// Every way; nothing where no kink is open, or too many are.
  std::vector<Way> of(const std::vector<const Pair*>& pairs);

  const Evaluator::Groups& slots() const { return evaluator_.slots(); }

 private:
  Branch branch_;
  Arithmetic arithmetic_;
  Evaluator evaluator_;
};

}  // namespace yologold::bounds
