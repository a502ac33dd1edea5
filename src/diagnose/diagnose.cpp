#include "diagnose/diagnose.hpp"

#include <algorithm>
#include <map>

namespace yologold {
namespace {

constexpr std::int64_t percent = 100;
constexpr std::size_t kept = 12;          // findings in a diagnosis
constexpr std::size_t pair_starters = 6;  // best single ones that are tried with every other

Finding finding_of(const Hypothesis& one, const Hypothesis* other, Score score) {
  Finding finding{{one.id}, {one.sentence}, {one.look}, score, one.fitted};
  if (other) {
    finding.ids.push_back(other->id);
    finding.sentences.push_back(other->sentence);
    finding.looks.push_back(other->look);
  }
  return finding;
}

// Scenes with what was worked out about them once.
struct Subject {
  const Scene& scene;
  Examiner examiner;
  std::vector<Hypothesis> list;
};

// Adds the scores of equal mistakes in several cases; where a mistake does not exist in a case, it predicts the golden there.
class Tally {
 public:
  void add(const Hypothesis& one, const Hypothesis* other, Score score) {
    if (score.gained == 0 && score.broken == 0) return;
    const auto [at, fresh] = index_.try_emplace(one.id + "\n" + (other ? other->id : ""), findings_.size());
    if (fresh) {
      findings_.push_back(finding_of(one, other, score));
    } else {
      findings_[at->second].score.gained += score.gained;
      findings_[at->second].score.broken += score.broken;
    }
  }

  // The most explained first; of equal ones, those without a fitted number, then in the order of the list.
  std::vector<Finding> sorted() const {
    std::vector<Finding> all = findings_;
    std::stable_sort(all.begin(), all.end(),
                     [](const Finding& a, const Finding& b) { return a.score.net() != b.score.net() ? a.score.net() > b.score.net() : !a.fitted && b.fitted; });
    return all;
  }

 private:
  std::map<std::string, std::size_t> index_;
  std::vector<Finding> findings_;
};

bool explains_all(const Diagnosis& d, const Finding& f) {
  const std::int64_t left = d.failing - f.score.net();
  return f.score.gained > 0 && f.score.gained * percent >= d.failing * (percent - 1) && f.score.broken * percent <= d.failing && left * percent <= d.elements;
}

// Counts the findings at the top that explain as much as the first one, fitted ones only where all are.
std::size_t count_named(const Diagnosis& d, const std::vector<Finding>& sorted) {
  if (sorted.empty() || !explains_all(d, sorted[0])) return 0;
  std::size_t count = 1;
  while (count < sorted.size() && sorted[count].score.net() == sorted[0].score.net() && sorted[count].fitted == sorted[0].fitted) ++count;
  return count;
}

void try_singles(std::vector<Subject>& cases, Tally& tally) {
  for (Subject& one : cases)
    for (const Hypothesis& hypothesis : one.list)
      if (const auto field = predict_bounded(one.scene, hypothesis)) tally.add(hypothesis, nullptr, one.examiner.score(*field));
}

const Hypothesis* find(const std::vector<Hypothesis>& list, const std::string& id) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Hypothesis& h) { return h.id == id; });
  return found == list.end() ? nullptr : &*found;
}

// The single mistakes with which pairs begin: those that gain most, whatever they break, and the factors that hide every other mistake.
std::vector<std::string> starters(std::vector<Finding> singles) {
  std::vector<std::string> ids{"sign", "gradient=half", "times-half", "times-two", "reduction=mean-batch"};
  std::stable_sort(singles.begin(), singles.end(), [](const Finding& a, const Finding& b) { return a.score.gained > b.score.gained; });
  std::size_t taken = 0;
  for (const Finding& f : singles)
    if (!f.fitted && taken < pair_starters && std::find(ids.begin(), ids.end(), f.ids[0]) == ids.end()) ids.push_back(f.ids[0]), ++taken;
  return ids;
}

void try_pairs(std::vector<Subject>& cases, const std::vector<std::string>& starting, Tally& tally) {
  for (Subject& one : cases)
    for (std::size_t i = 0; i < starting.size(); ++i) {
      const Hypothesis* const first = find(one.list, starting[i]);
      for (const Hypothesis& second : one.list) {
        const auto before = std::find(starting.begin(), starting.end(), second.id);
        if (!first || second.fitted || before - starting.begin() <= static_cast<std::ptrdiff_t>(i)) continue;
        if (const auto field = predict_bounded(one.scene, *first, &second)) tally.add(*first, &second, one.examiner.score(*field));
      }
    }
}

}  // namespace

Diagnosis diagnose(std::span<const Scene> scenes, const Lister& list) {
  // Count what there is to explain.
  Diagnosis result;
  std::vector<Subject> cases;
  cases.reserve(scenes.size());
  for (const Scene& scene : scenes) {
    cases.push_back({scene, Examiner(scene), {}});
    result.elements += cases.back().examiner.elements();
    result.failing += cases.back().examiner.failing();
  }
  if (result.failing == 0) return result;

  // Try one mistake, then two.
  for (Subject& one : cases) one.list = list(one.scene);
  Tally singles, pairs;
  try_singles(cases, singles);
  auto best = singles.sorted();
  result.named = count_named(result, best);
  if (result.named == 0) {
    try_pairs(cases, starters(best), pairs);
    auto two = pairs.sorted();
    if (result.named = count_named(result, two); result.named > 0) best = std::move(two);
  }
  best.resize(std::min(best.size(), std::max(kept, result.named)));
  result.best = std::move(best);
  return result;
}

}  // namespace yologold
