#include <set>

#include "selftest/mutant.hpp"

namespace yologold::selftest {
namespace {

// What diagnose also names, and is no mistake of a formula: these are among the nulls.
const std::set<std::string> nulls{"zeros", "logits-copied"};

}  // namespace

void add_hypotheses(const std::vector<Hypothesis>& hypotheses, std::vector<Mutant>& list) {
  for (const Hypothesis& h : hypotheses) {
    if (h.fitted || nulls.count(h.id)) continue;
    list.push_back({h.id, h.sentence, false, false, [h](const Trial& trial, const bounds::NumericProfile&) { return predict(trial.scene, h); }});
  }
}

std::vector<Mutant> mutants(const Trial& trial, const Trial& previous) {
  std::vector<Mutant> list;
  add_nulls(previous, list);
  add_hypotheses(hypotheses(trial.scene), list);
  add_losses(trial, list);
  add_formulas(trial, list);
  add_arithmetic(trial, list);
  return list;
}

}  // namespace yologold::selftest
