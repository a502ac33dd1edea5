#include <set>

#include "decisions/placement.hpp"
#include "decisions/site_state.hpp"
#include "explain/parts.hpp"

namespace yologold::explain {
namespace {

Json decision_json(const decisions::Decision& d) {
  return {{"what", describe(d)},
          {"margin", number_json(d.margin)},
          {"radius", number_json(d.radius)},
          {"holds_up_to", number_json(d.holds_up_to())},
          {"certain", !d.ambiguous()}};
}

}  // namespace

Json margins_json(const Subject& s, const bounds::NumericProfile& profile) {
  // Follow every truth of this cell through the decisions that concern this head.
  if (!bounds::not_covered(s.variant).empty()) return nullptr;
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

  // Look at the ignore rule where no truth took the slot.
  const bool taken = s.role() == Role::positive || s.role() == Role::none;
  if (!taken && may_be_spared(subject, s.at.image)) ask({decisions::Kind::spared, s.at.head, s.at.image, -1, s.at.anchor, s.at.y, s.at.x});
  return list;
}

}  // namespace yologold::explain
