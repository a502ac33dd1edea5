#include <set>

#include "decisions/mask.hpp"
#include "decisions/placement.hpp"
#include "explain/parts.hpp"

namespace yologold::explain {
namespace {

Json decision_json(const decisions::Decision& d) {
  return {{"what", describe(d)},
          {"winner", d.winner},
          {"runner_up", d.runner_up},
          {"margin", number_json(d.margin)},
          {"radius", number_json(d.radius)},
          {"holds_up_to", number_json(d.holds_up_to())},
          {"certain", !d.ambiguous()}};
}

}  // namespace

Json margins_json(const Subject& s, const bounds::NumericProfile& profile) {
  // Follow every truth of this cell through the decisions that concern this head.
  const decisions::Subject subject(s.problem(), profile);
  decisions::Decider decider(subject);
  Json list = Json::array();
  std::set<decisions::Question> asked;
  const decisions::Ask ask = [&](const decisions::Question& question) {
    const decisions::Decision& decision = decider.decide(question);
    if ((question.head < 0 || question.head == s.at.head) && asked.insert(question).second) list.push_back(decision_json(decision));
    return decision.winner;
  };
  for (std::int64_t i = 0; i < s.truths(); ++i)
    if (s.holds(s.truth(i)) && !s.truth(i).ignore) place(subject, decider, s.at.image, i, ask);

  // Look at the ignore mask where no truth took the slot: as a whole, then truth by truth where the decoded box meets one that the rule looks at.
  if (!is_masked(subject, s.at)) return list;
  ask(decisions::mask_question(s.at));
  for (const std::int64_t i : sparing_truths(subject, s.at, 0)) ask(decisions::mask_question(s.at, i));
  return list;
}

}  // namespace yologold::explain
