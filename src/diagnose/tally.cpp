#include "diagnose/tally.hpp"

#include <algorithm>
#include <tuple>

namespace yologold {
namespace {

constexpr std::int64_t least = 3;  // elements that a fitted number, or a second mistake, must explain

std::string key_of(const Hypothesis& h) { return h.id + "\t" + h.number; }

std::string key_of(const Hypothesis& one, const Hypothesis* other) { return key_of(one) + "\n" + (other ? key_of(*other) : ""); }

Finding finding_of(const Hypothesis& one, const Hypothesis* other, Score score) {
  Finding finding{{one.id}, {one.sentence}, {one.look}, score, one.fitted};
  if (other) {
    finding.ids.push_back(other->id);
    finding.sentences.push_back(other->sentence);
    finding.looks.push_back(other->look);
  }
  return finding;
}

}  // namespace

void Tally::add(const Hypothesis& one, const Hypothesis* other, Score score) {
  if (score.gained == 0 && score.broken == 0 && score.losses == 0) return;
  const auto [at, fresh] = index_.try_emplace(key_of(one, other), findings_.size());
  if (fresh) {
    findings_.push_back(finding_of(one, other, score));
  } else {
    findings_[at->second].score.add(score);
  }
}

void Tally::drop(const Hypothesis& one, const Hypothesis* other) { dropped_.insert(key_of(one, other)); }

std::vector<Finding> Tally::sorted() const {
  // Leave out what was dropped, and numbers and pairs that next to nothing speaks for.
  std::set<std::size_t> left;
  for (const auto& [key, at] : index_)
    if (const Finding& f = findings_[at]; !dropped_.count(key) && !((f.fitted || f.ids.size() > 1) && f.score.gained < least)) left.insert(at);

  // Sort the others.
  std::vector<Finding> all;
  for (const std::size_t at : left) all.push_back(findings_[at]);
  std::stable_sort(all.begin(), all.end(), [](const Finding& a, const Finding& b) {
    return std::tuple(-a.score.net(), a.fitted, a.score.losses) < std::tuple(-b.score.net(), b.fitted, b.score.losses);
  });
  return all;
}

}  // namespace yologold
