#include "bounds/branches.hpp"

#include <algorithm>

namespace yologold::bounds {
namespace {

constexpr std::size_t most_ways = 486;  // five open kinks of three sides in each of two shapes

}  // namespace

bool has_kinks(const Variant& v) {
  if (v.family == Family::v4) return v.box_loss != BoxLoss::squared;
  return v.family != Family::v3 && v.iou_target == IouTarget::differentiated;
}

Branches::Branches(const Problem& problem, const NumericProfile& profile) : arithmetic_(profile, all_sources, &branch_), evaluator_(problem, arithmetic_) {}

std::vector<Way> Branches::of(const std::vector<const Pair*>& pairs) {
  std::vector<Way> ways;
  bool open = false;
  for (const bool corner : {true, false}) {
    if (!(corner ? arithmetic_.profile.corner : arithmetic_.profile.centred)) continue;
    branch_.start(corner);
    do {
      const PositiveSlot slot = evaluator_.positive(pairs);
      ways.push_back({slot, {slot.slopes[0].e, slot.slopes[1].e, slot.slopes[2].e, slot.slopes[3].e}, branch_});
      open = open || branch_.met();
      if (ways.size() > most_ways) return {};
    } while (branch_.next());
  }
  if (!open) return {};

  // A program may take one shape for one derivative and the other for the next.
  for (std::size_t k = 0; k < 4; ++k) {
    double largest = 0;
    for (const Way& way : ways) largest = std::max(largest, way.errors[k]);
    for (Way& way : ways) way.slot.slopes[k].e = largest;
  }
  return ways;
}

}  // namespace yologold::bounds
