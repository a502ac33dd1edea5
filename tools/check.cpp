#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>

#include "bundled_list.hpp"
#include "check/check_case.hpp"
#include "check_options.hpp"
#include "check_summary.hpp"
#include "choose_cases.hpp"
#include "files/append_line.hpp"
#include "files/write.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "verb.hpp"

namespace yologold::tools {
namespace {

// The command that checks one case again.
std::string rerun(const CheckOptions& o, const std::string& id) {
  std::string text = "yologold check " + shell_quoted(o.suite) + " --backend " + shell_quoted(o.backend) + " --profile " + shell_quoted(o.profile);
  if (!o.data.empty()) text += " --data " + shell_quoted(o.data);
  return text + fmt::format(" --timeout {} --filter {}", o.timeout, shell_quoted(exact_filter(id)));
}

Check prepare(const CheckOptions& o) {
  Check check{parse_backend(o.backend), ProfileChoice(o.profile), o.top, std::chrono::duration<double>(o.timeout), stop_if_interrupted, !o.no_diagnose};
  if (check.backend.kind == Backend::Kind::dir && !std::filesystem::is_directory(check.backend.text))
    throw Exit(bad_input, check.backend.text + ": no such folder");
  return check;
}

GoldenCase compute_golden(const CheckOptions& o, const Suite& suite, const Case& one) {
  try {
    GoldenCase golden = golden_case(make_inputs(suite, one, o.data), {DType::f64, "", o.threads});
    golden.conclusive = one.conclusive;
    return golden;
  } catch (const Error& error) {
    throw Exit(bad_input, "case " + one.id + ": " + error.what());
  }
}

// Adds a finished case to the file of results.
void append_result(const CheckOptions& o, const Suite& suite, const Json& outcome) {
  if (o.results.empty()) return;
  Json line{{"format", "yologold-result/1"}, {"suite", suite.name}, {"suite_sha256", suite.hash}, {"numerics_version", numerics_version}};
  line.update(Json{{"profile", o.profile}, {"backend", o.backend}});
  line.update(outcome);
  failing_as(io_failure, [&] { append_line(o.results, line.dump()); });
}

int check(const CheckOptions& o) {
  // Choose the cases and a place for their files.
  const Check how = prepare(o);
  const Suite suite = load_suite(o.suite);
  const auto cases = choose_cases(suite, o.selection);
  const Workspace workspace(o.keep);

  // Compute and judge one after another; each is on file before the next begins.
  const Output output(o.json);
  CheckSummary summary;
  Json all = Json::array();
  Progress progress(cases.size());
  for (const Case* one : cases) {
    stop_if_interrupted();
    progress.begin(one->id);
    const Outcome outcome = check_case(one->id, compute_golden(o, suite, *one), how, workspace);
    workspace.done(one->id);
    const std::string again = rerun(o, one->id), text = render_text(outcome, again);
    progress.wipe();
    output.say(text);
    summary.add(outcome, text);
    all.push_back(render_json(outcome, again));
    append_result(o, suite, all.back());
  }

  // Sum up.
  const ExitCode code = summary.code();
  if (!o.junit.empty()) failing_as(io_failure, [&] { write_atomically(o.junit, [&](std::ostream& out) { out << summary.junit(suite.name); }); });
  output.say(fmt::format("{} of {} cases, profile {}\n", summary.words(), cases.size(), how.profiles.name()));
  output.document({{"format", "yologold-check/1"},
                   {"suite", suite.name},
                   {"backend", o.backend},
                   {"profile", how.profiles.name()},
                   {"passed", code == passed},
                   {"counts", summary.counts()},
                   {"cases", all}});
  return code;
}

}  // namespace

void add_check(CLI::App& app, Context& context) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* verb = app.add_subcommand("check", "Lets a backend compute the cases of a suite and judges what it wrote");
  verb->add_option("SUITE", options->suite, "Suite file, or the name of a bundled one: " + bundled_list("suite"))->required();
  verb->add_option(
          "--backend", options->backend,
          "'exec:CMD {in} {out}': a shell command, once a case, that reads inputs.safetensors, truths.json and case.json in the folder {in} and writes "
          "gradient-K.npy or actual.safetensors into {out}; exit code 77 says unsupported. dir:PATH: case folders written elsewhere, as for diff")
      ->required();
  verb->add_option("--timeout", options->timeout, "Seconds a case may take before the command and all it started are killed (default 60)")
      ->check(CLI::Range(0.001, 1e6));
  verb->add_option("--profile", options->profile,
                   "Arithmetic of the backend: a file, or the name of one in configs/profiles (default auto: by the type that is stored, as yologold diff)");
  verb->add_option("--filter", options->selection.filter, "Only ids in which this regular expression is found");
  verb->add_option("--shard", options->selection.shard, "k/n: every n-th of these, from the k-th (from 1)");
  verb->add_option("--results", options->results, "File to which every finished case is appended at once, as a line of JSON");
  verb->add_option("--junit", options->junit, "File for a JUnit report");
  verb->add_option("--keep", options->keep, "New or empty folder that keeps in/ID, out/ID and log/ID of every case");
  verb->add_option("--data", options->data, "Folder that ${data} in the suite stands for")->envname("YOLOGOLD_DATA");
  verb->add_option("--threads", options->threads, "Threads that compute goldens (default: all cores)")->check(CLI::Range(0, 4096));
  verb->add_option("--top", options->top, "How many of the worst elements are listed (default 10)")->check(CLI::Range(1, 1000000));
  verb->add_flag("--no-diagnose", options->no_diagnose, "Do not look for the cause of failures");
  verb->add_flag("--json", options->json, "One JSON document on stdout, the words on stderr");
  verb->footer("Example: yologold check quick --backend 'exec:python3 my_backend.py {in} {out}' --results results.jsonl");
  verb->callback([options, &context] { context.exit_code = check(*options); });
}

}  // namespace yologold::tools
