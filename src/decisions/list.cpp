#include "decisions/list.hpp"

#include "bounds/branches.hpp"
#include "decisions/edges.hpp"
#include "decisions/mask.hpp"
#include "decisions/scenarios.hpp"

namespace yologold::decisions {
namespace {

/// The decisions about one truth, in the order of their kinds.
void add_truth(const Subject& s, Decider& decider, std::int64_t image, std::int64_t truth, std::vector<Decision>& to) {
  // Find the golden's way.
  std::vector<const Pair*> pairs;
  for (const Pair& pair : s.problem.pairs)
    if (pair.image == image && pair.truth == truth) pairs.push_back(&pair);
  const auto ways = scenarios_of(s, decider, image, truth, pairs);
  if (!ways) return;

  // Take what is asked on it.
  std::map<Question, int> asked;
  place(s, decider, image, truth, [&](const Question& q) {
    const auto open = ways->all[0].answers.find(q);
    return asked[q] = open == ways->all[0].answers.end() ? decider.decide(q).winner : open->second;
  });
  for (const auto& [question, outcome] : asked) to.push_back(decider.decide(question));
}

}  // namespace

std::vector<Decision> list_decisions(const Subject& s) {
  std::vector<Decision> all;
  Decider decider(s);
  for (std::int64_t image = 0; image < s.shape(0).n; ++image)
    for (const certain::Object& object : s.exact.objects[static_cast<std::size_t>(image)]) add_truth(s, decider, image, object.index, all);
  for (const Question& question : near_mask_questions(s)) all.push_back(decider.decide(question));
  if (!bounds::has_kinks(s.variant())) return all;
  for (const Pair& pair : s.problem.pairs) {
    if (!pair.kept) continue;
    for (Decision& d : edges_of(s, pair)) all.push_back(std::move(d));
  }
  return all;
}

}  // namespace yologold::decisions
