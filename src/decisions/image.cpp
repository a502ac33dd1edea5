#include "decisions/image.hpp"

#include <algorithm>

namespace yologold::decisions {
namespace {

constexpr std::int64_t least_many = 1000, many_share = 20;

/// What pairs alone say of a truth.
Placement placement_of(const Subject& s, const std::vector<const Pair*>& pairs) {
  Placement placement;
  for (const Pair* p : pairs) {
    Claim& c = placement[site_of(s, {p->head, p->image, p->anchor, 0, p->y, p->x})];
    c.taken = true, c.anchor = p->anchor, c.gated = p->gated;
  }
  return placement;
}

/// The site's slot, ignored where it was trained and trained where it was ignored.
SiteState with_role_flipped(SiteState state) {
  state.roles[0] = state.roles[0] == Role::ignored ? Role::negative : Role::ignored;
  return state;
}

}  // namespace

Image::Image(const Subject& subject, Decider& decider, const Trial& trial, std::int64_t index) : s_(subject), decider_(decider), trial_(trial), index_(index) {
  // List the ways of every truth.
  for (const certain::Object& object : s_.exact.objects[static_cast<std::size_t>(index)]) {
    std::vector<const Pair*> pairs;
    for (const Pair& pair : s_.problem.pairs)
      if (pair.image == index && pair.truth == object.index) pairs.push_back(&pair);
    auto found = scenarios_of(s_, decider_, index, object.index, pairs);
    truths_.push_back(found ? std::move(*found) : TruthScenarios{object.index, {{{}, placement_of(s_, pairs)}}});
  }

  // Note who may claim a site.
  for (std::size_t i = 0; i < truths_.size(); ++i)
    for (const Scenario& one : truths_[i].all)
      for (const auto& [site, claim] : one.placement)
        if (auto& list = claimants_[site]; list.empty() || list.back() != i) list.push_back(i);
}

void Image::resolve(std::set<Site>& bad, Resolution& to) {
  // Look at the truths, then at slots that no open truth touches.
  std::set<Site> joined;
  for (const Component& component : components_of(truths_)) {
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
  return several || (state.pairs.empty() && trial_.agrees(site, with_role_flipped(state)));
}

std::vector<const Scenario*> Image::within(const TruthScenarios& truth, const Component& component) const {
  std::vector<const Scenario*> result;
  for (const Scenario& one : truth.all) {
    const bool kept = std::all_of(one.answers.begin(), one.answers.end(), [&](const auto& entry) {
      const auto golden = truth.all[0].answers.find(entry.first);
      return component.questions.count(entry.first) > 0 || golden == truth.all[0].answers.end() || golden->second == entry.second;
    });
    if (kept) result.push_back(&one);
  }
  return result;
}

std::vector<Flip> Image::flips_of(const TruthScenarios& truth, const Scenario& scenario) {
  std::vector<Flip> flips;
  for (const auto& [question, answer] : scenario.answers) {
    const auto golden = truth.all[0].answers.find(question);
    if (golden != truth.all[0].answers.end() && golden->second != answer) flips.push_back({decider_.against(question, answer), answer});
  }
  return flips;
}

std::map<Site, SiteState> Image::states_of(const std::set<Site>& sites, const Chosen& chosen, const AskSlot& ask) {
  std::map<Site, SiteState> states;
  for (const Site& site : sites) {
    std::vector<TruthClaim> claims;
    for (const std::size_t i : claimants_[site]) {
      const auto other = chosen.find(i);
      const Placement& placement = other == chosen.end() ? truths_[i].golden() : *other->second;
      if (const auto claim = placement.find(site); claim != placement.end()) claims.push_back({truths_[i].truth, claim->second});
    }
    states[site] = assemble(s_, decider_, site, claims, ask);
  }
  return states;
}

bool Image::agrees(const std::map<Site, SiteState>& states) const {
  return trial_.same_counts(states) && std::all_of(states.begin(), states.end(), [&](const auto& entry) { return trial_.agrees(entry.first, entry.second); });
}

/// Tries all answers to the open decisions about the slots; false where there are too many.
bool Image::try_slots(const Component& component, const Chosen& chosen, const std::vector<Flip>& flips, std::optional<Alternative>& best) {
  Answers answers;
  do {
    std::set<Question> met;
    Alternative one{{}, flips};
    one.states = states_of(component.sites, chosen, [&](const Decision& d) {
      const int outcome = answers.ask(d);
      if (d.ambiguous()) met.insert(d.about);
      if (outcome != d.winner) one.flips.push_back({d, outcome});
      return outcome;
    });
    if (component.questions.size() + met.size() > most_decisions) return false;
    const bool fewer = !one.flips.empty() && (!best || one.flips.size() < best->flips.size());
    if (fewer && agrees(one.states)) best = std::move(one);
  } while (answers.next());
  return true;
}

bool Image::advance(const std::vector<Open>& open, std::vector<std::size_t>& at) {
  std::size_t k = 0;
  while (k < at.size() && ++at[k] == open[k].ways.size()) at[k++] = 0;
  return k < at.size();
}

void Image::solve(const Component& component, std::set<Site>& bad, Resolution& to) {
  // Gather the truths that are open.
  if (component.too_many) return settle(component, std::nullopt, true, bad, to);
  std::vector<Open> open;
  for (std::size_t i = 0; i < truths_.size(); ++i)
    if (Open one{i, within(truths_[i], component)}; one.ways.size() > 1) open.push_back(std::move(one));

  // Go through their joint ways.
  std::optional<Alternative> best;
  std::vector<std::size_t> at(open.size());
  bool capped = false;
  do {
    Chosen chosen;
    std::vector<Flip> flips;
    for (std::size_t k = 0; k < open.size(); ++k) {
      const Scenario& scenario = *open[k].ways[at[k]];
      chosen[open[k].truth] = &scenario.placement;
      for (const Flip& flip : flips_of(truths_[open[k].truth], scenario)) flips.push_back(flip);
    }
    capped = !try_slots(component, chosen, flips, best);
  } while (!capped && advance(open, at));
  settle(component, best, capped, bad, to);
}

void Image::settle(const Component& component, const std::optional<Alternative>& found, bool open, std::set<Site>& bad, Resolution& to) const {
  if (!open && !found) return;
  for (const Site& site : component.sites) {
    bad.erase(site);
    if (open) to.open.push_back(site);
  }
  to.open_components += open;
  if (open) return;
  for (const auto& [site, state] : found->states) to.changes.push_back(trial_.change(site, state));
  to.flips.insert(to.flips.end(), found->flips.begin(), found->flips.end());
}

}  // namespace yologold::decisions
