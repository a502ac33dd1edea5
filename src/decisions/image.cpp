#include "decisions/image.hpp"

#include <algorithm>

#include "decisions/mask.hpp"

namespace yologold::decisions {
namespace {

constexpr std::int64_t least_many = 1000, many_share = 20;

/// The site's slot, ignored where it was trained and trained where it was ignored.
SiteState with_role_flipped(SiteState state) {
  state.roles[0] = state.roles[0] == Role::ignored ? Role::negative : Role::ignored;
  return state;
}

}  // namespace

Image::Image(const Subject& subject, Decider& decider, const Trial& trial, std::int64_t index)
    : s_(subject), decider_(decider), trial_(trial), index_(index), truths_(subject, decider, index) {}

void Image::resolve(std::set<Site>& bad, Resolution& to) {
  // Look at the truths, then at slots that no open truth touches.
  std::set<Site> joined;
  for (const Component& component : components_of(truths_.all)) {
    joined.insert(component.sites.begin(), component.sites.end());
    if (std::any_of(component.sites.begin(), component.sites.end(), [&](const Site& site) { return bad.count(site) > 0; })) solve(component, bad, to);
  }
  std::vector<Site> flipped;
  for (const Site& site : bad)
    if (joined.count(site) == 0 && looks_flipped(site)) flipped.push_back(site);

  // Rounding flips a few of a thousand slots: who flips many has another reason.
  std::int64_t slots = 0;
  for (const HeadShape& shape : s_.problem.shapes) slots += shape.a * shape.h * shape.w;
  if (static_cast<std::int64_t>(flipped.size()) > std::max(least_many, slots / many_share)) return;
  for (const Site& site : flipped) solve({{}, {site}}, bad, to);
}

bool Image::looks_flipped(const Site& site) const {
  if (!may_be_spared(s_, index_)) return false;
  const SiteState state = trial_.golden(site);
  const bool several = state.roles.size() > 1;  // a cell of v1
  if (several || !state.pairs.empty()) return several;
  const Fit flipped = trial_.fit(site, with_role_flipped(state));
  return flipped.shows_it && (flipped.failing == 0 || !trial_.fit(site, state).shows_it);
}

void Image::solve(const Component& component, std::set<Site>& bad, Resolution& to) {
  // Search.
  const auto [found, capped] = Search(s_, decider_, trial_, truths_).run(component);
  if (!capped && !found) return;

  // Settle its sites.
  for (const Site& site : component.sites) {
    bad.erase(site);
    if (capped) to.open.push_back(site);
  }
  to.open_components += capped;
  if (capped) return;
  for (const auto& [site, state] : found->states) to.changes.push_back(trial_.change(site, state));
  to.flips.insert(to.flips.end(), found->flips.begin(), found->flips.end());
}

}  // namespace yologold::decisions
