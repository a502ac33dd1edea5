#include "decisions/search.hpp"

#include <algorithm>

namespace yologold::decisions {
namespace {

/// Whether a scenario leaves every decision outside a component as the golden has it.
bool lies_within(const TruthScenarios& truth, const Scenario& one, const Component& component) {
  return std::all_of(one.answers.begin(), one.answers.end(), [&](const auto& entry) {
    const auto golden = truth.all[0].answers.find(entry.first);
    return component.questions.count(entry.first) > 0 || golden == truth.all[0].answers.end() || golden->second == entry.second;
  });
}

}  // namespace

std::vector<Flip> Search::flips_of(const TruthScenarios& truth, const Scenario& scenario) {
  std::vector<Flip> flips;
  for (const auto& [question, answer] : scenario.answers) {
    const auto golden = truth.all[0].answers.find(question);
    if (golden != truth.all[0].answers.end() && golden->second != answer) flips.push_back({decider_.against(question, answer), answer});
  }
  return flips;
}

/// Whether a truth, were it alone, would have to show gradients in a slot of the component that has none.
bool Search::lacks_gradients(std::size_t truth, const Placement& placement, const Component& component) {
  return std::any_of(placement.begin(), placement.end(), [&](const auto& entry) {
    const auto& [site, claim] = entry;
    if (!claim.taken || component.sites.count(site) == 0) return false;
    const TruthClaim alone[] = {{truths_.all[truth].truth, claim}};
    return trial_.lacks_gradients(site, assemble(s_, decider_, site, alone, [](const Decision& d) { return d.winner; }));
  });
}

/// Lists the truths that a component leaves open, with the ways that the backend's zeros admit; false where they admit none.
bool Search::gather(const Component& component) {
  for (std::size_t i = 0; i < truths_.all.size(); ++i) {
    const TruthScenarios& truth = truths_.all[i];
    std::vector<const Scenario*> within;
    for (const Scenario& one : truth.all)
      if (lies_within(truth, one, component)) within.push_back(&one);
    if (within.size() < 2) continue;
    Open open{i, {}};
    for (const Scenario* one : within)
      if (!lacks_gradients(i, one->placement, component)) open.ways.push_back({&one->placement, flips_of(truth, *one)});
    if (open.ways.empty()) return false;
    open_.push_back(std::move(open));
  }

  // Begin with those that are decided already: they close sites early.
  std::stable_sort(open_.begin(), open_.end(), [](const Open& a, const Open& b) { return a.ways.size() < b.ways.size(); });
  return true;
}

/// Sorts the sites by how many truths have to be chosen before nothing is open about them.
void Search::sort_sites(const Component& component) {
  closed_.resize(open_.size() + 1);
  for (const Site& site : component.sites) {
    std::size_t last = 0;
    const auto known = truths_.claimants.find(site);
    for (std::size_t k = 0; known != truths_.claimants.end() && k < open_.size(); ++k)
      if (std::binary_search(known->second.begin(), known->second.end(), open_[k].truth)) last = k + 1;
    closed_[last].push_back(site);
  }
}

std::optional<Search::Option> Search::best_option(const Site& site, const Claims& claims) {
  std::optional<Option> best;
  Answers answers;
  do {
    Option one;
    one.state = assemble(s_, decider_, site, claims, [&](const Decision& d) {
      const int outcome = answers.ask(d);
      if (outcome != d.winner) one.flips.push_back({d, outcome});
      return outcome;
    });
    const Fit fit = trial_.fit(site, one.state);
    one.cost = {fit.failing, one.flips.size()};
    if (fit.shows_it && (!best || one.cost < best->cost)) best = std::move(one);
  } while (answers.next());
  return best;
}

const std::optional<Search::Option>& Search::option(const Site& site, const Claims& claims) {
  const auto [known, isnew] = options_.try_emplace({site, claims});
  if (isnew) known->second = best_option(site, claims);
  return known->second;
}

/// What the sites cost about which everything is chosen now; nothing where one does not show what it should.
std::optional<Cost> Search::close_sites(std::size_t depth) {
  Cost sum;
  for (const Site& site : closed_[depth]) {
    const auto& best = option(site, truths_.claims_on(site, chosen_));
    if (!best) return std::nullopt;
    sum = sum + best->cost;
  }
  return sum;
}

void Search::offer(const Cost& cost) {
  Alternative one{{}, {}, cost};
  for (const Way* way : path_) one.flips.insert(one.flips.end(), way->flips.begin(), way->flips.end());
  for (const auto& sites : closed_)
    for (const Site& site : sites) {
      const Option& best = *option(site, truths_.claims_on(site, chosen_));
      one.states[site] = best.state;
      one.flips.insert(one.flips.end(), best.flips.begin(), best.flips.end());
    }
  if (trial_.same_counts(one.states)) best_ = std::move(one);
}

void Search::descend(std::size_t depth, const Cost& before) {
  // Turn back where it costs as much as the best, or too much was tried.
  if (++steps_ > most_steps) return;
  const auto closed = close_sites(depth);
  if (!closed) return;
  const Cost cost = before + *closed;
  if (best_ && !(cost < best_->cost)) return;
  if (depth == open_.size()) return offer(cost);

  // Try every way of the next truth.
  const Open& next = open_[depth];
  for (const Way& way : next.ways) {
    chosen_[next.truth] = way.placement;
    path_.push_back(&way);
    descend(depth + 1, cost + Cost{0, way.flips.size()});
    path_.pop_back();
  }
  chosen_.erase(next.truth);
}

Search::Result Search::run(const Component& component) {
  // Search.
  if (component.too_many) return {{}, true};
  if (!gather(component)) return {};
  sort_sites(component);
  descend(0, {});
  if (steps_ > most_steps && !(best_ && best_->cost.failing == 0)) return {{}, true};

  // Hold it against the golden.
  if (!best_ || best_->cost.flips == 0) return {};
  Fit golden{true, 0};
  for (const Site& site : component.sites) {
    const Fit fit = trial_.fit(site, trial_.golden(site));
    golden.failing += fit.failing, golden.shows_it = golden.shows_it && fit.shows_it;
  }
  const std::size_t failing = best_->cost.failing;
  const bool better = failing == 0 || failing < golden.failing || (failing == golden.failing && !golden.shows_it);
  return {better ? std::move(best_) : std::nullopt, false};
}

}  // namespace yologold::decisions
