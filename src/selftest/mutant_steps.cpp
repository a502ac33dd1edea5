#include <memory>
#include <regex>

#include "selftest/mutant.hpp"
#include "selftest/steps.hpp"

namespace yologold::selftest {
namespace {

/// What all steps share.
struct MutantBench {
  std::vector<std::pair<std::string, Inputs>> inputs = trial_inputs();
  Profile fixed = load_profile("fp32");  ///< for scenes: mistakes are planted, not looked for
  std::regex filter;
  Judge judge;
};

std::int64_t count_changes(const Field& wrong, const Field& right) {
  std::int64_t changes = 0;
  for (std::size_t k = 0; k < wrong.size(); ++k)
    for (std::size_t i = 0; i < wrong[k].size(); ++i) changes += !(wrong[k][i] == right[k][i]);
  return changes;
}

// Judges what a mutant computed; no case where it is stored as the golden would be.
Cell judge_one(const MutantBench& bench, const Trial& trial, const Field& computed, const Profile& profile) {
  // Store it, and see what is wrong.
  const bounds::Format& format = profile.numeric->stored;
  const Field wrong = stored(computed, format), right = stored(dense(trial.scene.golden), format);
  const bool fits =
      wrong.size() == right.size() && std::equal(wrong.begin(), wrong.end(), right.begin(), [](auto& a, auto& b) { return a.size() == b.size(); });
  Cell cell;
  if (fits) cell.elements = count_changes(wrong, right);
  if (fits && cell.elements == 0) return cell;

  // Judge.
  const Verdict verdict = bench.judge(trial.id, trial.golden, written(trial, wrong, format), profile);
  cell.cases = 1;
  cell.failed = !verdict.passed();
  cell.flagged = verdict.failures;
  cell.unbounded = verdict.structure.empty() && !verdict.bounded;
  cell.inconclusive = verdict.passed() && verdict.inconclusive;
  cell.largest = verdict.largest.excess;
  if (fits) cell.close = hold_close(wrong, right, format);
  return cell;
}

std::vector<Entry> try_mutants(const MutantBench& bench, std::size_t index, const std::vector<const Profile*>& profiles) {
  // Make the case and the one before it.
  const bounds::Format& format = profiles[0]->numeric->inputs;
  const auto make = [&](std::size_t i) { return make_trial(bench.inputs[i].first, bench.inputs[i].second, format, bench.fixed); };
  const Trial trial = make(index), previous = make((index + bench.inputs.size() - 1) % bench.inputs.size());

  // Judge each mutant under each profile.
  std::vector<Entry> entries;
  for (const Mutant& mutant : mutants(trial, previous)) {
    if (!std::regex_search(mutant.id, bench.filter)) continue;
    std::optional<Field> computed;
    for (const Profile* profile : profiles) {
      if (!computed || mutant.per_profile) computed = mutant.write(trial, *profile->numeric);
      if (!computed) continue;
      const Cell cell = judge_one(bench, trial, *computed, *profile);
      if (cell.cases > 0) entries.push_back({mutant.id, mutant.sentence, mutant.null, profile->name, trial.family(), cell});
    }
  }
  return entries;
}

}  // namespace

std::vector<Step> mutant_steps(const std::vector<Profile>& profiles, const std::string& filter, const Judge& judge) {
  // Put profiles together whose backends read the same numbers.
  std::map<std::string, std::vector<const Profile*>> groups;
  for (const Profile& profile : profiles) groups[profile.numeric->inputs.name].push_back(&profile);
  const auto bench = std::make_shared<MutantBench>();
  bench->filter = std::regex(filter);
  bench->judge = judge;

  // Go through the cases.
  std::vector<Step> steps;
  for (const auto& [format, group] : groups)
    for (std::size_t i = 0; i < bench->inputs.size(); ++i)
      steps.push_back({bench->inputs[i].first + " in " + format, [bench, i, group = group] { return try_mutants(*bench, i, group); }});
  return steps;
}

}  // namespace yologold::selftest
