#include <CLI/CLI.hpp>
#include <filesystem>

#include "diagnose/render.hpp"
#include "diagnose_options.hpp"
#include "exit.hpp"
#include "json/text.hpp"
#include "judge/compare.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "select.hpp"
#include "verb.hpp"
#include "written.hpp"

namespace yologold::tools {
namespace {

/// The cases of a golden whose gradients can be compared, and what became of the others.
struct Cases {
  std::vector<Scene> scenes;
  Json left_out = Json::array();  ///< id, why
  ExitCode code = passed;         ///< of those left out
};

// Against the outcomes that the backend came to where rounding leaves a decision open; or the line that says why not.
std::optional<Scene> make_scene(const std::string& id, const GoldenCase& golden, const Actual& actual, const ProfileChoice& profiles, std::string& why) try {
  const Profile& profile = profiles.of(actual);
  const Verdict verdict = compare(id, golden, actual, profile, 0);
  if (can_diagnose(golden, actual)) return yologold::make_scene(id, verdict.alternative ? *verdict.alternative : golden, actual, profile);
  why = join(verdict.structure);
  return std::nullopt;
} catch (const Damaged&) {
  throw;
} catch (const Error& error) {
  why = error.what();
  return std::nullopt;
}

Cases read_cases(const DiagnoseOptions& o, const ProfileChoice& profiles, const Output& output) {
  // Choose the cases.
  const Manifest manifest = read_manifest(o.golden);
  if (!std::filesystem::is_directory(o.actual)) throw Exit(bad_input, o.actual + ": no such folder");
  std::vector<std::string> all;
  for (const auto& [id, hash] : manifest.cases) all.push_back(id);
  const auto ids = o.selection.filtered(all);
  if (ids.empty()) throw Exit(nothing_ran, "no case of golden " + o.golden + " was chosen");
  refuse_foreign_folder(o.actual, ids);

  // Read one after another.
  Cases cases;
  for (const auto& id : ids) {
    stop_if_interrupted();
    const GoldenCase golden = read_case(o.golden, manifest, id, Reading::judged);
    auto [actual, why, unreadable] = read_written(o.actual, id);
    auto scene = actual ? make_scene(id, golden, *actual, profiles, why) : std::nullopt;
    if (scene) {
      cases.scenes.push_back(std::move(*scene));
      continue;
    }
    output.say(id + ": left out: " + why + "\n");
    cases.left_out.push_back({{"id", id}, {"why", why}});
    cases.code = graver(cases.code, unreadable ? io_failure : mismatch);
  }
  return cases;
}

// Lets every case know the gradients of the others with the same shapes.
void introduce(std::vector<Scene>& scenes) {
  std::vector<std::shared_ptr<const Prediction>> goldens;
  for (const Scene& scene : scenes) goldens.push_back(std::make_shared<const Prediction>(scene.golden));
  for (Scene& scene : scenes)
    for (std::size_t i = 0; i < scenes.size(); ++i)
      if (scenes[i].id != scene.id && scenes[i].setting.shapes == scene.setting.shapes) scene.others.emplace_back(scenes[i].id, goldens[i]);
}

int diagnose_cases(const DiagnoseOptions& o) {
  // Read everything, and look at each failing case.
  if (o.actual.empty()) throw Exit(bad_input, "GOLDEN and ACTUAL are required, or --probe and -o");
  const Output output(o.json);
  const ProfileChoice profiles(o.profile);
  auto [scenes, left_out, code] = read_cases(o, profiles, output);
  introduce(scenes);
  Json cases = Json::array();
  std::vector<Scene> failing;
  Progress progress(scenes.size());
  for (Scene& scene : scenes) {
    stop_if_interrupted();
    progress.begin(scene.id);
    const auto watch = [&](const std::string& step) {
      stop_if_interrupted();
      progress.note(scene.id + ": " + step);
    };
    const Diagnosis one = diagnose({&scene, 1}, hypotheses, watch);
    progress.wipe();
    if (one.failing == 0) continue;
    output.say(scene.id + ": " + diagnosis_text(one));
    Json entry{{"id", scene.id}};
    entry.update(diagnosis_json(one));
    cases.push_back(std::move(entry));
    failing.push_back(std::move(scene));
  }

  // Look for one cause of all of them.
  const auto watch = [&](const std::string& step) {
    stop_if_interrupted();
    progress.note("together: " + step);
  };
  const Diagnosis all = failing.size() > 1 ? diagnose(failing, hypotheses, watch) : Diagnosis{};
  progress.wipe();
  if (failing.size() > 1) output.say("all " + std::to_string(failing.size()) + " failing cases together: " + diagnosis_text(all));
  if (failing.empty() && !scenes.empty()) output.say(std::to_string(scenes.size()) + " cases: every gradient agrees, there is nothing to explain\n");
  output.document({{"format", "yologold-diagnosis/1"},
                   {"profile", profiles.name()},
                   {"compared", scenes.size()},
                   {"left_out", left_out},
                   {"cases", cases},
                   {"together", diagnosis_json(all)}});
  return graver(code, failing.empty() ? passed : mismatch);
}

}  // namespace

void add_diagnose(CLI::App& app, Context& context) {
  auto options = std::make_shared<DiagnoseOptions>();
  CLI::App* verb = app.add_subcommand("diagnose", "Names the mistake behind wrong gradients: tries known ones until one explains what a backend wrote");
  verb->add_option("GOLDEN", options->golden, "Folder written by yologold golden");
  verb->add_option("ACTUAL", options->actual, "Folder with the same case folders, as for yologold diff");
  auto* const probe = verb->add_option("--probe", options->probe,
                                       "In the place of both: a suite or variant for which inputs are chosen that tell the known mistakes apart, and written "
                                       "as a suite and its golden");
  verb->add_option("-o,--output", options->folder, "New or empty folder for suite.json and golden/ of --probe")->needs(probe);
  probe->needs("--output");
  verb->add_option("--profile", options->profile,
                   "What a backend may be off by: a file, or the name of one in configs/profiles (default auto: by the type that is stored, as yologold diff). "
                   "A numeric one (cuda-fp32, ...) gives "
                   "every element its own bound");
  verb->add_option("--filter", options->selection.filter, "Only ids in which this regular expression is found");
  verb->add_flag("--json", options->json, "One JSON document on stdout, the words on stderr");
  verb->footer(
      "Example: yologold golden quick -o golden && yologold diagnose golden mine --filter '^v3'\n"
      "         yologold diagnose --probe yolov3 -o probe && yologold check probe/suite.json --backend 'exec:./mine {in} {out}' --keep out");
  verb->callback([options, &context] { context.exit_code = options->probe.empty() ? diagnose_cases(*options) : write_probe(*options); });
}

}  // namespace yologold::tools
