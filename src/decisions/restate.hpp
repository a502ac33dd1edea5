#pragma once
#include <array>

#include "bounds/bounds.hpp"
#include "certain/certify_unit.hpp"
#include "decisions/site_state.hpp"

namespace yologold::decisions {

/// One element of a gradient under another assignment: its certified value and its bound.
struct Element {
  std::int64_t offset = 0;  ///< in the head's memory
  double golden = 0;
  bounds::Bound bound;
};

/// A site under some assignment.
struct SiteValues {
  std::vector<Element> elements;
  std::array<certain::DdBall, 4> losses;  ///< coord, obj, noobj, class
};

/// Computes a site anew: values as the certified tier does, bounds as for a golden.
SiteValues restate(const Subject& subject, const Site& site, const SiteState& state);

}  // namespace yologold::decisions
