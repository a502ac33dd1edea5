#include <algorithm>

#include "decisions/image.hpp"
#include "decisions/mask.hpp"

namespace yologold::decisions {
namespace {

/// The outcomes that a decision did not have.
std::vector<int> other_outcomes(const Subject& s, const Question& q, int winner) {
  std::int64_t first = 0, end = 2;
  if (q.kind == Kind::column || q.kind == Kind::row) {
    const std::int64_t cells = q.kind == Kind::column ? s.shape(q.head).w : s.shape(q.head).h;
    first = std::max<std::int64_t>(0, winner - 1), end = std::min(cells, std::int64_t{winner} + 2);
  }
  if (q.kind == Kind::anchor) end = static_cast<std::int64_t>(s.variant().anchors.size());
  if (q.kind == Kind::predictor) end = s.shape(q.head).a;
  std::vector<int> outcomes;
  for (std::int64_t o = first; o < end; ++o)
    if (o != winner) outcomes.push_back(static_cast<int>(o));
  return outcomes;
}

}  // namespace

bool Image::explains(std::size_t i, const Placement& placement, const std::set<Site>& bad) {
  // Join what the truth leaves and what it enters.
  std::set<Site> sites;
  add_differences(placement, truths_.all[i].golden(), sites);
  if (std::none_of(sites.begin(), sites.end(), [&](const Site& site) { return bad.count(site) > 0; })) return false;
  for (const Site& site : sites)
    if (auto& list = truths_.claimants[site]; std::count(list.begin(), list.end(), i) == 0) list.insert(std::upper_bound(list.begin(), list.end(), i), i);

  // Hold its own outcome of every decision about the slots against what was written.
  std::map<Site, SiteState> states;
  for (const Site& site : sites)
    states[site] = assemble(s_, decider_, site, truths_.claims_on(site, {{i, &placement}}), [](const Decision& d) { return d.winner; });
  return trial_.same_counts(states) && std::all_of(states.begin(), states.end(), [&](const auto& entry) { return trial_.agrees(entry.first, entry.second); });
}

void Image::explain_truth(std::size_t i, const std::set<Site>& bad, Resolution& to, std::size_t most) {
  // See what is decided about it.
  std::map<Question, int> asked;
  const auto golden = [&](const Question& q) {
    const auto open = truths_.all[i].all[0].answers.find(q);
    return open == truths_.all[i].all[0].answers.end() ? decider_.decide(q).winner : open->second;
  };
  place(s_, decider_, index_, truths_.all[i].truth, [&](const Question& q) { return asked[q] = golden(q); });

  // Let each decision fall otherwise.
  for (const auto& [question, winner] : asked)
    for (const int outcome : other_outcomes(s_, question, winner)) {
      if (to.beyond.size() >= most) return;
      const Placement placement =
          place(s_, decider_, index_, truths_.all[i].truth, [&, flipped = question, outcome](const Question& q) { return q == flipped ? outcome : golden(q); });
      if (explains(i, placement, bad)) to.beyond.push_back({decider_.against(question, outcome), outcome});
    }
}

void Image::explain_slot(const Site& site, Resolution& to) {
  const SiteState golden = trial_.golden(site);
  Address at = address_of(s_, site);
  for (std::size_t i = 0; i < golden.roles.size(); ++i) {
    if (golden.roles[i] == Role::positive) continue;
    SiteState flipped = golden;
    flipped.roles[i] = golden.roles[i] == Role::ignored ? Role::negative : Role::ignored;
    if (!trial_.agrees(site, flipped)) continue;
    if (golden.roles.size() > 1) at.anchor = static_cast<std::int64_t>(i);
    const Decision& d = decider_.decide(mask_question(at));
    to.beyond.push_back({d, 1 - d.winner});
  }
}

void Image::explain(const std::set<Site>& bad, Resolution& to, std::size_t most) {
  for (std::size_t i = 0; i < truths_.all.size() && to.beyond.size() < most; ++i) explain_truth(i, bad, to, most);
  for (const Site& site : bad) {
    if (to.beyond.size() >= most || !may_be_spared(s_, index_)) return;
    explain_slot(site, to);
  }
}

}  // namespace yologold::decisions
