#include "decisions/image_truths.hpp"

namespace yologold::decisions {
namespace {

/// What pairs alone say of a truth.
Placement placement_of(const Subject& s, const std::vector<const Pair*>& pairs) {
  Placement placement;
  for (const Pair* p : pairs) {
    Claim& c = placement[site_of(s, {p->head, p->image, p->anchor, 0, p->y, p->x})];
    c.taken = true, c.anchor = p->anchor, c.gated = p->gated;
  }
  return placement;
}

}  // namespace

ImageTruths::ImageTruths(const Subject& s, Decider& decider, std::int64_t image) {
  // List the ways of every truth.
  for (const certain::Object& object : s.exact.objects[static_cast<std::size_t>(image)]) {
    std::vector<const Pair*> pairs;
    for (const Pair& pair : s.problem.pairs)
      if (pair.image == image && pair.truth == object.index) pairs.push_back(&pair);
    auto found = scenarios_of(s, decider, image, object.index, pairs);
    all.push_back(found ? std::move(*found) : TruthScenarios{object.index, {{{}, placement_of(s, pairs)}}});
  }

  // Note who may claim a site.
  for (std::size_t i = 0; i < all.size(); ++i)
    for (const Scenario& one : all[i].all)
      for (const auto& [site, claim] : one.placement)
        if (auto& list = claimants[site]; list.empty() || list.back() != i) list.push_back(i);
}

std::vector<TruthClaim> ImageTruths::claims_on(const Site& site, const Chosen& chosen) const {
  std::vector<TruthClaim> claims;
  const auto known = claimants.find(site);
  if (known == claimants.end()) return claims;
  for (const std::size_t i : known->second) {
    const auto other = chosen.find(i);
    const Placement& placement = other == chosen.end() ? all[i].golden() : *other->second;
    if (const auto claim = placement.find(site); claim != placement.end()) claims.push_back({all[i].truth, claim->second});
  }
  return claims;
}

}  // namespace yologold::decisions
