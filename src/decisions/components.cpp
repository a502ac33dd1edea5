#include "decisions/components.hpp"

#include <algorithm>

namespace yologold::decisions {
namespace {

/// The one question that two scenarios answer differently; nothing where there are several.
std::optional<Question> only_difference(const Scenario& a, const Scenario& b) {
  std::optional<Question> only;
  for (const auto& [question, answer] : a.answers) {
    const auto found = b.answers.find(question);
    if (found == b.answers.end() || found->second == answer) continue;
    if (only) return std::nullopt;
    only = question;
  }
  return only;
}

/// The sites that each decision about a truth touches.
std::vector<Component> links(const TruthScenarios& t) {
  std::map<Question, std::set<Site>> touched;
  for (std::size_t i = 0; i < t.all.size() && !t.too_many; ++i)
    for (std::size_t j = i + 1; j < t.all.size(); ++j)
      if (const auto question = only_difference(t.all[i], t.all[j])) add_differences(t.all[i].placement, t.all[j].placement, touched[*question]);
  std::vector<Component> result;
  for (auto& [question, sites] : touched)
    if (!sites.empty()) result.push_back({{question}, std::move(sites)});
  if (!t.too_many) return result;

  // Where they were not all listed, keep what was met together.
  Component all{{}, {}, true};
  for (const Scenario& one : t.all) {
    for (const auto& [question, answer] : one.answers) all.questions.insert(question);
    add_differences(t.golden(), one.placement, all.sites);
  }
  return {all};
}

bool overlap(const Component& a, const Component& b) {
  return std::any_of(a.sites.begin(), a.sites.end(), [&](const Site& site) { return b.sites.count(site) > 0; });
}

}  // namespace

void add_differences(const Placement& a, const Placement& b, std::set<Site>& sites) {
  for (const auto& [site, claim] : a)
    if (const auto found = b.find(site); found == b.end() || found->second != claim) sites.insert(site);
  for (const auto& [site, claim] : b)
    if (a.count(site) == 0) sites.insert(site);
}

std::vector<Component> components_of(std::span<const TruthScenarios> truths) {
  std::vector<Component> result;
  for (const TruthScenarios& t : truths)
    for (Component& link : links(t)) {
      // Join it with everything it shares a site with.
      for (std::size_t i = result.size(); i-- > 0;) {
        if (!overlap(result[i], link)) continue;
        link.questions.insert(result[i].questions.begin(), result[i].questions.end());
        link.sites.insert(result[i].sites.begin(), result[i].sites.end());
        link.too_many = link.too_many || result[i].too_many;
        result.erase(result.begin() + static_cast<std::ptrdiff_t>(i));
      }
      result.push_back(std::move(link));
    }
  return result;
}

}  // namespace yologold::decisions
