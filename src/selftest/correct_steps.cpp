#include <memory>
#include <regex>

#include "selftest/emulated_kernels.hpp"
#include "selftest/regime.hpp"
#include "selftest/steps.hpp"

namespace yologold::selftest {
namespace {

Cell judge_one(const Judge& judge, const Trial& trial, const Field& computed, const Profile& profile) {
  const Verdict verdict = judge(trial.id, trial.golden, written(trial, computed, profile.numeric->stored), profile);
  Cell cell;
  cell.cases = 1;
  cell.failed = !verdict.passed();
  cell.elements = verdict.elements - verdict.proofs[0];
  cell.flagged = verdict.failures;
  cell.unbounded = !verdict.bounded;
  cell.inconclusive = verdict.passed() && verdict.inconclusive;
  cell.largest = verdict.largest.excess;
  cell.close = hold_close(computed, stored(dense(trial.scene.golden), profile.numeric->stored), profile.numeric->stored);
  return cell;
}

/// A way to write the loss.
struct Backend {
  const Kernels<Emulated>& kernels;
  const char *id, *sentence;
};
const Backend backends[] = {{emulated_corner, "correct: corner", "plain formulas by corners, every function at the edge of its error"},
                            {emulated_centred, "correct: centred", "stable formulas by centres, every function at the edge of its error"}};

/// What all steps share.
struct CorrectBench {
  Profile fixed = load_profile("fp32");  ///< for scenes: no mistake is looked for
  std::vector<const Backend*> chosen;
  int seeds = 0;
  Judge judge;
};

bool admits(const Profile& profile, const Backend& backend) { return backend.kernels.stable ? profile.numeric->centred : profile.numeric->corner; }

void try_correct(const CorrectBench& bench, const Profile& profile, const Trial& trial, std::vector<Entry>& entries) {
  for (const Backend* backend : bench.chosen)
    for (const Lean lean : {Lean::by_chance, Lean::up, Lean::down}) {
      if (!admits(profile, *backend)) continue;
      const Field computed = emulate(trial, backend->kernels, *profile.numeric, lean);
      entries.push_back({backend->id, backend->sentence, false, profile.name, trial.family(), judge_one(bench.judge, trial, computed, profile)});
    }
}

std::vector<Entry> try_regime(const CorrectBench& bench, const Profile& profile, std::size_t variant, Regime regime) {
  // Where one shape only is admissible, twice the scenes make as many elements.
  const bool both = profile.numeric->corner && profile.numeric->centred;
  const int scenes = variant < published ? bench.seeds : 1, seeds = both ? scenes : 2 * scenes;

  std::vector<Entry> entries;
  for (int seed = 1; seed <= seeds; ++seed) {
    const std::string id = std::string(scene_variants()[variant].name) + "/" + name_of(regime);
    const Inputs inputs = regime_inputs(variant, regime, static_cast<std::uint64_t>(seed));
    try_correct(bench, profile, make_trial(id, inputs, profile.numeric->inputs, bench.fixed), entries);
  }
  return entries;
}

// The cases on which mutants are judged.
std::vector<Entry> try_suite(const CorrectBench& bench, const Profile& profile) {
  std::vector<Entry> entries;
  for (const auto& [id, inputs] : trial_inputs()) try_correct(bench, profile, make_trial(id, inputs, profile.numeric->inputs, bench.fixed), entries);
  return entries;
}

}  // namespace

std::vector<Step> correct_steps(const std::vector<Profile>& profiles, const std::string& filter, int seeds, const Judge& judge) {
  // Choose the backends.
  const auto bench = std::make_shared<CorrectBench>();
  bench->seeds = seeds, bench->judge = judge;
  for (const Backend& backend : backends)
    if (std::regex_search(backend.id, std::regex(filter))) bench->chosen.push_back(&backend);
  if (bench->chosen.empty()) return {};

  // Go through profiles, families and regimes.
  std::vector<Step> steps;
  for (const Profile& profile : profiles) {
    steps.push_back({"correct in " + profile.name, [&profile, bench] { return try_suite(*bench, profile); }});
    for (std::size_t variant = 0; variant < scene_variants().size(); ++variant)
      for (int regime = 0; regime < regimes; ++regime)
        steps.push_back({std::string("correct ") + scene_variants()[variant].name + " in " + profile.name,
                         [&profile, bench, variant, regime] { return try_regime(*bench, profile, variant, static_cast<Regime>(regime)); }});
  }
  return steps;
}

}  // namespace yologold::selftest
