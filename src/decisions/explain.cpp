#include <algorithm>

#include "decisions/image.hpp"

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
  add_differences(placement, truths_[i].golden(), sites);
  if (std::none_of(sites.begin(), sites.end(), [&](const Site& site) { return bad.count(site) > 0; })) return false;
  for (const Site& site : sites)
    if (auto& list = claimants_[site]; std::count(list.begin(), list.end(), i) == 0) list.insert(std::upper_bound(list.begin(), list.end(), i), i);
  return agrees(states_of(sites, {{i, &placement}}, [](const Decision& d) { return d.winner; }));
}

void Image::explain_truth(std::size_t i, const std::set<Site>& bad, Resolution& to, std::size_t most) {
  // See what is decided about it.
  std::map<Question, int> asked;
  const auto golden = [&](const Question& q) {
    const auto open = truths_[i].all[0].answers.find(q);
    return open == truths_[i].all[0].answers.end() ? decider_.decide(q).winner : open->second;
  };
  place(s_, decider_, index_, truths_[i].truth, [&](const Question& q) { return asked[q] = golden(q); });

  // Let each decision fall otherwise.
  for (const auto& [question, winner] : asked)
    for (const int outcome : other_outcomes(s_, question, winner)) {
      if (to.beyond.size() >= most) return;
      const Placement placement =
          place(s_, decider_, index_, truths_[i].truth, [&, flipped = question, outcome](const Question& q) { return q == flipped ? outcome : golden(q); });
      if (explains(i, placement, bad)) to.beyond.push_back({decider_.against(question, outcome), outcome});
    }
}

void Image::explain_slot(const Site& site, Resolution& to) {
  const SiteState golden = trial_.golden(site);
  const Address at = address_of(s_, site);
  for (std::size_t i = 0; i < golden.roles.size(); ++i) {
    if (golden.roles[i] == Role::positive) continue;
    SiteState flipped = golden;
    flipped.roles[i] = golden.roles[i] == Role::ignored ? Role::negative : Role::ignored;
    if (!trial_.agrees(site, flipped)) continue;
    const std::int64_t anchor = golden.roles.size() > 1 ? static_cast<std::int64_t>(i) : at.anchor;
    const Decision& d = decider_.decide({Kind::spared, at.head, at.image, -1, anchor, at.y, at.x});
    to.beyond.push_back({d, 1 - d.winner});
  }
}

void Image::explain(const std::set<Site>& bad, Resolution& to, std::size_t most) {
  for (std::size_t i = 0; i < truths_.size() && to.beyond.size() < most; ++i) explain_truth(i, bad, to, most);
  for (const Site& site : bad) {
    if (to.beyond.size() >= most || !may_be_spared(s_, index_)) return;
    explain_slot(site, to);
  }
}

}  // namespace yologold::decisions
