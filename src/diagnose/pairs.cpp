#include <algorithm>

#include "diagnose/blocks.hpp"
#include "diagnose/search.hpp"

namespace yologold {
namespace {

constexpr std::size_t part_step = 16;

using Logits = std::shared_ptr<const Field>;

/// What became of a pair: nothing where it does not exist or predicts the golden.
struct Outcome {
  Score score;
  bool dropped = false;
};

/// The first mistakes of pairs that read the same logits, with what each alone predicts before its gradient is changed.
struct Start {
  Logits logits;
  std::vector<const Hypothesis*> firsts;
  std::vector<std::optional<Prediction>> evaluated;
};

Logits logits_of(const Scene& scene, const Hypothesis& h, const Logits& others) {
  return h.reread ? std::make_shared<const Field>(h.reread(scene.setting)) : others;
}

std::optional<Prediction> evaluate_alone(const Scene& scene, const Logits& logits, const Hypothesis& h) {
  if (!h.evaluates()) return scene.golden;
  return evaluate_mistaken(scene, logits, h, nullptr);
}

/// All pairs of one scene.
class Pairs {
 public:
  Pairs(const Subject& subject, const std::vector<std::string>& starting, std::int64_t most) : subject_(subject), most_(most) {
    // Drop at once what lists too little: two mistakes list at most what both list alone.
    const bool too_few = subject.examiner.lists_too_few(2 * subject.longest, most);
    for (const std::string& id : starting)
      if (const Hypothesis* const first = find(id)) {
        starting_.push_back(first);
        if (too_few && !first->replaces) outcomes_[first].assign(subject.list.size(), {{}, true});
      }
  }

  void try_all(Tally& tally, const Watch& watch) {
    // Evaluate those together that read the logits as they are, and each of the others by itself.
    std::vector<const Hypothesis*> plain;
    for (const Hypothesis* first : starting_)
      if (!first->reread && !outcomes_.count(first)) plain.push_back(first);
    try_from(plain, watch);
    for (const Hypothesis* first : starting_)
      if (first->reread && !outcomes_.count(first)) try_from({first}, watch);

    // Count in the order of the list.
    for (const Hypothesis* first : starting_)
      for (std::size_t i = 0; i < subject_.list.size(); ++i) {
        const Outcome& outcome = outcomes_.at(first)[i];
        tally.add(*first, &subject_.list[i], outcome.score);
        if (outcome.dropped) tally.drop(*first, &subject_.list[i]);
      }
  }

 private:
  const Hypothesis* find(const std::string& id) const {
    const auto found = std::find_if(subject_.list.begin(), subject_.list.end(), [&](const Hypothesis& h) { return h.id == id; });
    return found == subject_.list.end() ? nullptr : &*found;
  }

  // Whether this pair is to be tried: of two that are both first ones, in one order only.
  bool wanted(const Hypothesis& first, const Hypothesis& second) const {
    const auto place = [&](const Hypothesis& h) { return std::find(starting_.begin(), starting_.end(), &h); };
    return !second.fitted && !second.replaces && place(second) > place(first) && go_together(first, second);
  }

  void try_from(const std::vector<const Hypothesis*>& firsts, const Watch& watch) {
    if (firsts.empty()) return;
    Start start{logits_of(subject_.scene, *firsts[0], subject_.scene.setting.logits), firsts, {}};
    for (const Hypothesis* first : firsts) {
      start.evaluated.push_back(evaluate_alone(subject_.scene, start.logits, *first));
      if (start.evaluated.back()) start.evaluated.back()->settle();
      outcomes_[first].resize(subject_.list.size());
    }
    in_blocks(subject_.list.size(), "pairs of known mistakes", watch, [&](std::size_t i) { try_second(start, i); });
  }

  void try_second(const Start& start, std::size_t index) {
    const Hypothesis& second = subject_.list[index];
    const bool any = std::any_of(start.firsts.begin(), start.firsts.end(), [&](const Hypothesis* first) { return wanted(*first, second); });
    if (!any) return;
    const Logits logits = logits_of(subject_.scene, second, start.logits);
    const auto alone = evaluate_alone(subject_.scene, logits, second);
    for (std::size_t i = 0; i < start.firsts.size(); ++i) {
      const Hypothesis& first = *start.firsts[i];
      if (!wanted(first, second)) continue;
      std::optional<Prediction> both;
      if (first.evaluates() && second.evaluates()) both = evaluate_mistaken(subject_.scene, logits, first, &second);
      outcomes_.at(&first)[index] = outcome_of(first.evaluates() ? (second.evaluates() ? both : start.evaluated[i]) : alone, first, second);
    }
  }

  // Looks at a part first: most pairs are given up at that.
  Outcome outcome_of(const std::optional<Prediction>& evaluated, const Hypothesis& first, const Hypothesis& second) const {
    if (!evaluated) return {};
    if (!first.adds && !second.adds) {
      Prediction part = evaluated->part(part_step);
      change_gradient(part, subject_.scene, first, &second);
      if (!part.copied && subject_.examiner.hopeless(part, most_)) return {{}, true};
    }
    Prediction prediction = *evaluated;
    change_gradient(prediction, subject_.scene, first, &second);
    const auto score = subject_.examiner.score(prediction, most_);
    return score ? Outcome{*score} : Outcome{{}, true};
  }

  const Subject& subject_;
  std::int64_t most_;
  std::vector<const Hypothesis*> starting_;
  std::map<const Hypothesis*, std::vector<Outcome>> outcomes_;
};

}  // namespace

void try_pairs(const Subject& subject, const std::vector<std::string>& starting, std::int64_t most, Tally& tally, const Watch& watch) {
  Pairs(subject, starting, most).try_all(tally, watch);
}

}  // namespace yologold
