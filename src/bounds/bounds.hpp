#pragma once
#include <vector>

#include "bounds/arithmetic.hpp"
#include "bounds/branch.hpp"
#include "bounds/problem.hpp"

namespace yologold::bounds {

/// A value of the loss or its gradient, and how far from it a conforming backend's may lie. Infinite error: the backend may overflow.
struct Bound {
  double value = 0, error = 0;
};

/// The losses of one image in one head.
struct TermBounds {
  Bound coord, obj, noobj, classes;
};

/// Bounds of everything a backend reports. Elements that no term touches are exactly 0.
struct Bounds {
  std::vector<std::vector<Bound>> gradients;  ///< per head, at the offsets of the head's layout
  std::vector<TermBounds> terms;              ///< [head * N + image]
  std::vector<Bound> per_image;
  Bound total;
};

Bounds evaluate_bounds(const Problem& problem, const NumericProfile& profile);

/// What one kind of operation adds to a bound, beside those before it in the order of Source.
struct Contribution {
  Source source{};
  double error = 0;
};

/// The parts of the bound of one element of a gradient, the largest first; sources that add nothing are left out. They add up to the bound.
/// @param way  through the kinks of the element's slot, as Branches went it; nullptr: every way at once
std::vector<Contribution> contributions(const Problem& problem, const NumericProfile& profile, const Address& at, const Branch* way = nullptr);

}  // namespace yologold::bounds
