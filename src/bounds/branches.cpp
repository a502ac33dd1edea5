#include "bounds/branches.hpp"

#include <algorithm>

namespace yologold::bounds {
namespace {

constexpr std::size_t most_ways = 486;  // five open kinks of three sides in each of two shapes

}  // namespace

Branches::Branches(const Problem& problem, const NumericProfile& profile) : arithmetic_(profile, all_sources, &branch_), evaluator_(problem, arithmetic_) {}

std::vector<PositiveSlot> Branches::of(const std::vector<const Pair*>& pairs) {
  std::vector<PositiveSlot> ways;
  bool open = false;
  for (const bool corner : {true, false}) {
    if (!(corner ? arithmetic_.profile.corner : arithmetic_.profile.centred)) continue;
    branch_.start(corner);
    do {
      ways.push_back(evaluator_.positive(pairs));
      open = open || branch_.met();
      if (ways.size() > most_ways) return {};
    } while (branch_.next());
  }
  if (!open) return {};

  // A program may take one shape for one derivative and the other for the next.
  for (std::size_t k = 0; k < 4; ++k) {
    double largest = 0;
    for (const PositiveSlot& way : ways) largest = std::max(largest, way.slopes[k].e);
    for (PositiveSlot& way : ways) way.slopes[k].e = largest;
  }
  return ways;
}

}  // namespace yologold::bounds
