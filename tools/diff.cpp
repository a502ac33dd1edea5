#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>

#include "bundled_list.hpp"
#include "check/backend.hpp"
#include "configs/bundled.hpp"
#include "diagnose/name_cause.hpp"
#include "exit.hpp"
#include "judge/profile_choice.hpp"
#include "judge/render.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "select.hpp"
#include "suite/inputs.hpp"
#include "verb.hpp"
#include "written.hpp"

namespace yologold::tools {
namespace {

namespace fs = std::filesystem;

struct DiffOptions {
  std::string golden, actual, profile = ProfileChoice::by_type, data;
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
class Rerun {
 public:
  Rerun(const DiffOptions& o, const Manifest& manifest) : o_(o), suite_(manifest.suite) {
    if (!bundled_names("suite").contains(suite_)) return;
    for (const Case& one : load_suite(suite_).cases) reads_data_[one.id] = reads_data(one);
  }

  std::string text(const std::string& id) const {
    const std::string filter = " --filter '" + exact_filter(id) + "'";
    const std::string judge = "yologold diff " + o_.golden + " " + o_.actual + " --profile " + o_.profile + filter;
    const auto known = reads_data_.find(id);
    if (known == reads_data_.end()) return judge;
    const std::string data = known->second ? " --data " + (o_.data.empty() ? "DIR" : shell_quoted(o_.data)) : "";
    return "yologold golden " + suite_ + filter + data + " -o " + o_.golden + " && " + judge;
  }

 private:
  const DiffOptions& o_;
  std::string suite_;
  std::map<std::string, bool> reads_data_;  // the cases of a bundled suite
};

/// What a backend wrote for one case, judged; or why it can not be.
struct Judged {
  Verdict verdict;
  bool unreadable = false;
};

Judged unjudged(const std::string& id, const std::string& why, bool unreadable) {
  Judged judged;
  judged.verdict.id = id, judged.verdict.structure = {why}, judged.unreadable = unreadable;
  return judged;
}

Judged judge(const DiffOptions& o, const std::string& id, const GoldenCase& golden, const ProfileChoice& profiles, const Watch& watch) {
  // Read what is there.
  const auto [written, why, unreadable] = read_written(o.actual, id);
  if (!written) return unjudged(id, why, unreadable);
  const Actual& actual = *written;

  // Hold it against the golden.
  const Profile& profile = profiles.of(actual);
  try {
    Judged judged{compare(id, golden, actual, profile, o.top), false};
    if (const std::string advice = profiles.advice(actual); !advice.empty() && !judged.verdict.passed()) judged.verdict.notes.push_back(advice);
    if (!o.no_diagnose) name_cause(golden, actual, profile, judged.verdict, watch);
    return judged;
  } catch (const Damaged&) {
    throw;
  } catch (const Error& error) {
    return unjudged(id, error.what(), false);
  }
}

int diff(const DiffOptions& o) {
  // Choose the cases.
  const ProfileChoice profiles(o.profile);
  const Manifest manifest = read_manifest(o.golden);
  if (!fs::is_directory(o.actual)) throw Exit(bad_input, o.actual + ": no such folder");
  const auto ids = o.selection.filtered(ids_of(manifest));
  refuse_foreign_folder(o.actual, ids);

  // Judge one after another.
  const Output output(o.json);
  const Rerun rerun(o, manifest);
  std::size_t failed = 0, open = 0, unreadable = 0;
  Json cases = Json::array();
  Progress progress(ids.size());
  for (const auto& id : ids) {
    stop_if_interrupted();
    progress.begin(id);
    const GoldenCase golden = read_case(o.golden, manifest, id, Reading::judged);
    const auto watch = [&](const std::string& step) {
      stop_if_interrupted();
      progress.note(id + ": " + step);
    };
    const auto [verdict, lost] = judge(o, id, golden, profiles, watch);
    progress.wipe();
    output.say(render_text(verdict, rerun.text(id)));
    cases.push_back(render_json(verdict, rerun.text(id)));
    failed += !verdict.passed(), unreadable += lost;
    open += verdict.passed() && verdict.inconclusive;
  }

  // Sum up.
  const ExitCode code = ids.empty() ? nothing_ran : unreadable ? io_failure : failed ? mismatch : open ? inconclusive : passed;
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
  if (failed > 1 && !unreadable) output.say("the failing cases together: yologold diagnose " + o.golden + " " + o.actual + " --profile " + o.profile + "\n");
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
                   "Arithmetic of the backend: a file, or the name of a bundled one: " + bundled_list("profile") +
                       ". auto (the default) goes by the type that is stored: cuda-fp32, "
                       "fp16-storage, bf16-storage, f64. Numeric ones give every element its own bound; fp32, fp16, bf16, f64 are fixed tolerances");
  verb->add_option("--filter", options->selection.filter, "Only ids in which this regular expression is found");
  verb->add_option("--top", options->top, "How many of the worst elements are listed (default 10)")->check(CLI::Range(1, 1000000));
  verb->add_option("--data", options->data, "Folder that ${data} in the suite stands for: named in the command that computes a golden again")
      ->envname("YOLOGOLD_DATA");
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
