#pragma once
#include <span>

#include "decisions/placement.hpp"

namespace yologold::decisions {

/// Who owns a site: its pairs in the order of the truths, and the role of its slot (v1: of every predictor).
struct SiteState {
  std::vector<Pair> pairs;
  std::vector<Role> roles;
};

/// A truth and what it does to one site.
struct TruthClaim {
  std::int64_t truth = 0;
  Claim claim;
  auto operator<=>(const TruthClaim&) const = default;
};

/// Joins the claims of all truths of an image on one site, in the order of the truths. The decisions about slots are left to `ask`.
SiteState assemble(const Subject& subject, Decider& decider, const Site& site, std::span<const TruthClaim> claims,
                   const std::function<int(const Decision&)>& ask);

}  // namespace yologold::decisions
