#pragma once
#include "decisions/scenarios.hpp"
#include "decisions/site_state.hpp"

namespace yologold::decisions {

using Chosen = std::map<std::size_t, const Placement*>;  ///< placements of some truths, by their place in ImageTruths, that are not the golden's

/// The truths of an image with all their ways, and who may claim a site.
struct ImageTruths {
  ImageTruths(const Subject& subject, Decider& decider, std::int64_t image);

  std::vector<TruthScenarios> all;
  std::map<Site, std::vector<std::size_t>> claimants;  ///< in rising order: truths with a claim on a site in some scenario

  /// What the truths do to a site, all but the chosen ones as in the golden.
  std::vector<TruthClaim> claims_on(const Site& site, const Chosen& chosen) const;
};

}  // namespace yologold::decisions
