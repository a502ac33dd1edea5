#pragma once
#include "decisions/placement.hpp"

namespace yologold::decisions {

/// One way in which the open decisions about a truth may fall.
struct Scenario {
  std::map<Question, int> answers;  ///< of the open decisions that were met
  Placement placement;
};

/// The ways of one truth; [0] is the golden's.
struct TruthScenarios {
  std::int64_t truth = 0;
  std::vector<Scenario> all;
  bool too_many = false;  ///< more than can be listed: [0] alone says what is sure, `all` what was met

  const Placement& golden() const { return all[0].placement; }
};

/// Lists every way. The golden's is the one that gives its pairs; nothing where none does.
/// @param pairs  the golden's pairs of this truth
std::optional<TruthScenarios> scenarios_of(const Subject& subject, Decider& decider, std::int64_t image, std::int64_t truth,
                                           const std::vector<const Pair*>& pairs);

/// Goes through all answers to the decisions that are met on the way.
class Answers {
 public:
  int ask(const Decision& decision);

  /// Begins anew with the next answers; false where all were given.
  bool next();

 private:
  struct Step {
    std::size_t at, count;
  };
  std::vector<Step> steps_;
  std::size_t met_ = 0;
};

}  // namespace yologold::decisions
