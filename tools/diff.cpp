#include <CLI/CLI.hpp>
#include <filesystem>

#include "configs/bundled.hpp"
#include "diagnose/name_cause.hpp"
#include "exit.hpp"
#include "judge/profile_choice.hpp"
#include "judge/render.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "select.hpp"
#include "verb.hpp"

namespace yologold::tools {
namespace {

struct DiffOptions {
  std::string golden, actual, profile = ProfileChoice::by_type;
  Selection selection;
  std::size_t top = 10;
  bool json = false, no_diagnose = false;
};

std::vector<std::string> ids_of(const Manifest& manifest) {
  std::vector<std::string> ids;
  for (const auto& [id, hash] : manifest.cases) ids.push_back(id);
  return ids;
}

// The command that judges one case again; before it, where the suite is a bundled one, the command that computes its golden again.
std::string rerun(const DiffOptions& o, const Manifest& manifest, const std::string& id) {
  const std::string filter = " --filter '" + exact_filter(id) + "'";
  const std::string judge = "yologold diff " + o.golden + " " + o.actual + " --profile " + o.profile + filter;
  return bundled_names("suite").contains(manifest.suite) ? "yologold golden " + manifest.suite + filter + " -o " + o.golden + " && " + judge : judge;
}

int diff(const DiffOptions& o) {
  // Choose the cases.
  const ProfileChoice profiles(o.profile);
  const Manifest manifest = read_manifest(o.golden);
  if (!std::filesystem::is_directory(o.actual)) throw Exit(bad_input, o.actual + ": no such folder");
  const auto ids = o.selection.filtered(ids_of(manifest));

  // Judge one after another.
  const Output output(o.json);
  std::size_t failed = 0, open = 0;
  Json cases = Json::array();
  Progress progress(ids.size());
  for (const auto& id : ids) {
    stop_if_interrupted();
    progress.begin(id);
    const GoldenCase golden = read_case(o.golden, manifest, id, Reading::judged);
    const Actual actual = failing_as(io_failure, [&] { return read_actual(o.actual, id); });
    const Profile& profile = profiles.of(actual);
    Verdict verdict = compare(id, golden, actual, profile, o.top);
    if (!o.no_diagnose) name_cause(golden, actual, profile, verdict);
    progress.wipe();
    output.say(render_text(verdict, rerun(o, manifest, id)));
    cases.push_back(render_json(verdict, rerun(o, manifest, id)));
    failed += !verdict.passed();
    open += verdict.passed() && verdict.inconclusive;
  }

  // Sum up.
  const ExitCode code = ids.empty() ? nothing_ran : failed ? mismatch : open ? inconclusive : passed;
  output.document({{"format", "yologold-diff/1"},
                   {"suite", manifest.suite},
                   {"profile", profiles.name()},
                   {"passed", code == passed},
                   {"compared", ids.size()},
                   {"failed", failed},
                   {"inconclusive", open},
                   {"cases", cases}});
  if (ids.empty()) throw Exit(nothing_ran, "no case of golden " + o.golden + " was chosen");
  output.say(std::to_string(ids.size() - failed - open) + " of " + std::to_string(ids.size()) + " cases passed, " +
             (open ? std::to_string(open) + " inconclusive, " : "") + "profile " + profiles.name() + "\n");
  return code;
}

}  // namespace

void add_diff(CLI::App& app, Context& context) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App* verb = app.add_subcommand("diff", "Judges what a backend computed against a golden");
  verb->add_option("GOLDEN", options->golden, "Folder written by yologold golden")->required();
  verb->add_option("ACTUAL", options->actual,
                   "Folder with the same case folders, each with gradient-K.npy or actual.safetensors (gradient-K, terms, per_image, total, role-K, truth-K)")
      ->required();
  verb->add_option("--profile", options->profile,
                   "Arithmetic of the backend: a file, or the name of one in configs/profiles. auto (the default) goes by the type that is stored: cuda-fp32, "
                   "fp16-storage, bf16-storage, f64. Numeric ones give every element its own bound; fp32, fp16, bf16, f64 are fixed tolerances");
  verb->add_option("--filter", options->selection.filter, "Only ids in which this regular expression is found");
  verb->add_option("--top", options->top, "How many of the worst elements are listed (default 10)")->check(CLI::Range(1, 1000000));
  verb->add_flag("--no-diagnose", options->no_diagnose, "Do not look for the cause of failures (yologold diagnose says more about it)");
  verb->add_flag("--json", options->json, "One JSON document on stdout, the words on stderr");
  verb->footer(
      "INCONCLUSIVE: nothing failed, but fewer bounds prove something (are at most half the value) than the profile's conclusive_share. A case of a suite "
      "whose "
      "inputs leave less to prove asks for less: \"conclusive\": {\"at_least\": 0.5, \"because\": \"...\"}; the share is printed with its reason. It changes "
      "no "
      "bound: what fails, fails.\n"
      "Example: yologold golden quick -o golden && yologold golden quick -o f32 --dtype f32 && yologold diff golden f32");
  verb->callback([options, &context] { context.exit_code = diff(*options); });
}

}  // namespace yologold::tools
