#include "decisions/scenarios.hpp"

#include <algorithm>

namespace yologold::decisions {
namespace {

constexpr std::size_t most_scenarios = 256;

/// Whether a placement takes exactly the slots of some pairs; of v1 truths that gave their cell to another one there are none.
bool gives(const Subject& s, const Placement& placement, const std::vector<const Pair*>& pairs) {
  const CellSharing sharing = s.variant().cell_sharing;
  const bool may_lose = s.variant().family == Family::v1 && (sharing == CellSharing::first_wins || sharing == CellSharing::last_wins);
  const auto taken = std::count_if(placement.begin(), placement.end(), [](const auto& entry) { return entry.second.taken; });
  if (taken != static_cast<std::ptrdiff_t>(pairs.size()) && !(may_lose && static_cast<std::ptrdiff_t>(pairs.size()) < taken)) return false;
  return std::all_of(pairs.begin(), pairs.end(), [&](const Pair* p) {
    const auto found = placement.find(site_of(s, {p->head, p->image, p->anchor, 0, p->y, p->x}));
    return found != placement.end() && found->second.taken && found->second.anchor == p->anchor && found->second.gated == p->gated;
  });
}

}  // namespace

int Answers::ask(const Decision& d) {
  if (!d.ambiguous()) return d.winner;
  if (met_ == steps_.size()) steps_.push_back({0, d.open.size()});
  return d.open[steps_[met_++].at];
}

bool Answers::next() {
  met_ = 0;
  while (!steps_.empty() && ++steps_.back().at == steps_.back().count) steps_.pop_back();
  return !steps_.empty();
}

std::optional<TruthScenarios> scenarios_of(const Subject& s, Decider& decider, std::int64_t image, std::int64_t truth, const std::vector<const Pair*>& pairs) {
  // List them.
  TruthScenarios result{truth, {}};
  Answers answers;
  do {
    Scenario one;
    std::map<Question, int> given;
    one.placement = place(s, decider, image, truth, [&](const Question& q) {
      const auto known = given.find(q);
      if (known != given.end()) return known->second;
      const Decision& d = decider.decide(q);
      const int outcome = given[q] = answers.ask(d);
      if (d.ambiguous()) one.answers[q] = outcome;
      return outcome;
    });
    result.all.push_back(std::move(one));
    if (result.all.size() > most_scenarios) result.too_many = true;
  } while (!result.too_many && answers.next());

  // Bring the golden's to the front.
  const auto golden = std::find_if(result.all.begin(), result.all.end(), [&](const Scenario& one) { return gives(s, one.placement, pairs); });
  if (golden == result.all.end()) return std::nullopt;
  std::iter_swap(result.all.begin(), golden);
  return result;
}

}  // namespace yologold::decisions
