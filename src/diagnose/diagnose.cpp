#include "diagnose/diagnose.hpp"

#include <algorithm>

#include "diagnose/search.hpp"
#include "diagnose/where.hpp"

namespace yologold {
namespace {

constexpr std::int64_t percent = 100;
constexpr std::int64_t given_up = 2;      // a pair, where it misses or breaks so many percent
constexpr std::int64_t few = 4;           // failing elements, from which on one more may be broken
constexpr std::size_t kept = 12;          // findings in a diagnosis
constexpr std::size_t pair_starters = 6;  // best single ones that are tried with every other

// Elements that a cause may break: one of few may be broken by what has nothing to do with it.
std::int64_t may_break(const Diagnosis& d) { return std::max<std::int64_t>(d.failing / percent, d.failing >= few ? 1 : 0); }

bool explains_all(const Diagnosis& d, const Finding& f) {
  const std::int64_t left = d.failing - f.score.net();
  return f.score.gained > 0 && f.score.gained * percent >= d.failing * (percent - 1) && f.score.broken <= may_break(d) && left * percent <= d.elements;
}

// Counts the findings at the top that explain as much as the first one, losses too; fitted ones only where all are.
std::size_t count_named(const Diagnosis& d, const std::vector<Finding>& sorted) {
  if (sorted.empty() || !explains_all(d, sorted[0])) return 0;
  const auto equal = [&](const Finding& f) {
    return f.score.net() == sorted[0].score.net() && f.score.losses == sorted[0].score.losses && f.fitted == sorted[0].fitted;
  };
  std::size_t count = 1;
  while (count < sorted.size() && equal(sorted[count])) ++count;
  return count;
}

// Whether two mistakes explain so much more than one that is named, that the second is more than chance.
bool goes_before(const Finding& pair, const Finding& single, const Diagnosis& d) {
  const std::int64_t more = pair.score.net() - single.score.net();
  return more >= 2 && more * 2 >= d.failing - single.score.net();
}

// The single mistakes with which pairs begin: those that gain most, whatever they break, and the factors that hide every other mistake.
std::vector<std::string> starters(std::vector<Finding> singles, bool named) {
  std::vector<std::string> ids{"sign", "gradient=half", "times-half", "times-two", "reduction=mean-batch"};
  if (named && singles[0].fitted) ids.push_back(singles[0].ids[0]);
  std::stable_sort(singles.begin(), singles.end(), [](const Finding& a, const Finding& b) { return a.score.gained > b.score.gained; });
  std::size_t taken = 0;
  for (const Finding& f : singles)
    if (!f.fitted && taken < pair_starters && std::find(ids.begin(), ids.end(), f.ids[0]) == ids.end()) ids.push_back(f.ids[0]), ++taken;
  return ids;
}

}  // namespace

Diagnosis diagnose(std::span<const Scene> scenes, const Lister& list, const Watch& watch) {
  // Count what there is to explain.
  Diagnosis result;
  std::vector<Subject> cases;
  cases.reserve(scenes.size());
  for (const Scene& scene : scenes) {
    cases.push_back({scene, Examiner(scene), {}, 0});
    result.elements += cases.back().examiner.elements();
    result.failing += cases.back().examiner.failing();
    for (std::size_t i = 0; i < result.failing_kinds.size(); ++i) result.failing_kinds[i] += cases.back().examiner.failing_kinds()[i];
    result.losses += static_cast<std::int64_t>(scene.losses.size());
    result.wrong_losses += cases.back().examiner.wrong_losses();
  }
  if (result.failing == 0) return result;

  // Try one mistake, then two.
  for (Subject& one : cases) one.list = list(one.scene);
  Tally singles, pairs;
  for (Subject& one : cases) one.longest = try_singles(one, singles, watch);
  auto best = singles.sorted();
  result.named = count_named(result, best);
  if (result.named == 0 || result.failing - best[0].score.net() > 1) {
    const auto first = starters(best, result.named > 0);
    const std::int64_t most = std::max(result.failing * given_up / percent, may_break(result));
    for (const Subject& one : cases) try_pairs(one, first, most, pairs, watch);
    const auto two = pairs.sorted();
    const std::size_t named = count_named(result, two);
    if (named > 0 && (result.named == 0 || goes_before(two[0], best[0], result))) {
      result.named = named;
      best.insert(best.begin(), two.begin(), two.end());
    }
  }
  best.resize(std::min(best.size(), std::max(kept, result.named)));
  result.best = std::move(best);
  result.where = where_failing(cases);
  return result;
}

}  // namespace yologold
