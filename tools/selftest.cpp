#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <regex>
#include <tuple>

#include "configs/bundled.hpp"
#include "exit.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "selftest/render.hpp"
#include "verb.hpp"

namespace yologold::tools {
namespace {

struct SelftestOptions {
  selftest::Request request;
  bool json = false, matrix = false;
};

// The bundled numeric profiles, from the most exact to the coarsest.
std::vector<std::string> all_profiles() {
  std::vector<std::tuple<int, int, double, double, std::string>> ordered;
  for (const std::string& name : bundled_names("profile")) {
    const Profile profile = load_profile(name);
    if (!profile.numeric) continue;
    const auto& p = *profile.numeric;
    const auto& exp = p.of(bounds::Function::exp);
    ordered.emplace_back(-p.compute.precision, -p.stored.precision, p.input_radius, exp.ulps + exp.per_argument, profile.name);
  }
  std::sort(ordered.begin(), ordered.end());
  std::vector<std::string> names;
  for (const auto& one : ordered) names.push_back(std::get<std::string>(one));
  return names;
}

void check_filter(const std::string& filter) {
  try {
    std::regex{filter};
  } catch (const std::regex_error& error) {
    throw Exit(bad_input, "--filter " + filter + ": " + error.what());
  }
}

int judge_the_judge(SelftestOptions o) {
  // Choose what to judge.
  check_filter(o.request.filter);
  if (o.request.profiles.empty()) o.request.profiles = all_profiles();
  std::optional<Progress> progress;
  o.request.begin = [&](const std::string& step, std::size_t total) {
    stop_if_interrupted();
    if (!progress) progress.emplace(total);
    progress->begin(step);
  };

  // Judge, and say what came out.
  const selftest::Selftest result = selftest::run_selftest(o.request);
  progress.reset();
  if (result.mutants.empty() && result.correct.empty()) throw Exit(nothing_ran, "no mistake is called " + o.request.filter);
  const selftest::Conclusion conclusion = selftest::conclude(result);
  const Output output(o.json);
  const std::string words = selftest::render_text(result, conclusion);
  if (o.matrix) std::fputs(words.c_str(), stderr);
  output.say(o.matrix ? selftest::matrix_text(result) : words);
  output.document(selftest::render_json(result, conclusion));
  return conclusion.passed() ? passed : mismatch;
}

}  // namespace

void add_selftest(CLI::App& app, Context& context) {
  auto options = std::make_shared<SelftestOptions>();
  CLI::App* verb = app.add_subcommand("selftest", "Judges the judge: wrong backends must fail, correct ones must pass");
  verb->add_option("--profile", options->request.profiles, "Numeric profiles: files, or names of some in configs/profiles (default: all of them)");
  verb->add_option("--filter", options->request.filter, "Only backends whose id this regular expression finds; those of correct ones begin with 'correct: '");
  verb->add_option("--seeds", options->request.seeds, "Hard scenes of each kind that the correct backends compute (default 3: a million elements a profile)")
      ->check(CLI::Range(1, 1000));
  verb->add_option("--threads", options->request.threads, "Threads (default: all cores)")->check(CLI::Range(0, 4096));
  verb->add_flag("--matrix", options->matrix,
                 "Print which mistakes are seen under which profile, and the false alarms of fixed tolerances, as Markdown on stdout; the words on stderr");
  verb->add_flag("--json", options->json, "One JSON document on stdout, the words on stderr");
  verb->footer("Example: yologold selftest --profile cuda-fp32 --filter '^alpha'");
  verb->callback([options, &context] { context.exit_code = judge_the_judge(*options); });
}

}  // namespace yologold::tools
