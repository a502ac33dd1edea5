#pragma once
#include <set>
#include <span>

#include "decisions/scenarios.hpp"

namespace yologold::decisions {

/// Open decisions that have to be looked at together, for they touch the same sites.
struct Component {
  std::set<Question> questions;
  std::set<Site> sites;
  bool too_many = false;  ///< some truth has more ways than were listed
};

/// Adds the sites at which two placements differ.
void add_differences(const Placement& a, const Placement& b, std::set<Site>& sites);

/// Splits the open decisions of an image. Decisions without any effect are left out.
std::vector<Component> components_of(std::span<const TruthScenarios> truths);

}  // namespace yologold::decisions
