#pragma once
#include <map>
#include <optional>

#include "decisions/comparison.hpp"
#include "decisions/decision.hpp"
#include "decisions/score.hpp"

namespace yologold::decisions {

/// Makes every decision of a loss, with its margin. Answers are remembered.
class Decider {
 public:
  explicit Decider(const Subject& subject) : s_(subject) {}

  /// All but `keeper`.
  const Decision& decide(const Question& question);

  /// Which of the truths that share a slot keeps it under best-iou-wins.
  Decision keeper(const Question& question, const std::vector<std::int64_t>& truths) const;

  /// The same decision as if it had gone to `outcome`: what separates that from the winner.
  Decision against(const Question& question, int outcome);

  /// The anchors of one head, or of all that compete (head -1).
  std::vector<Candidate> candidates(std::int64_t head) const;

  /// The column and row of the golden.
  Address cell_of(const Truth& truth, std::int64_t head, std::int64_t image) const;

 private:
  /// The slot whose prediction may stand for a candidate.
  Address slot_of_match(const Question& question, const Candidate& candidate) const;

  /// Outcomes with a comparison of any two of them.
  template <class Compare>
  Decision choose(const Question& question, const std::vector<int>& outcomes, const Compare& compare, std::optional<int> against = {}) const;

  Decision make(const Question& question, std::optional<int> against);
  Decision cell(const Question& question, std::optional<int> against) const;
  Decision anchor(const Question& question, std::optional<int> against) const;
  Decision predictor(const Question& question, std::optional<int> against) const;
  Decision threshold(const Question& question, const Comparison& comparison) const;
  Comparison spared(const Question& question) const;
  Comparison holds_top_class(const Address& at, const Truth& truth) const;
  Comparison sure_of_a_class(const Address& at) const;
  std::vector<bounds::Ball> probabilities(const Address& at) const;

  const Subject& s_;
  std::map<Question, Decision> made_;
};

}  // namespace yologold::decisions
