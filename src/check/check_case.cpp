#include "check/check_case.hpp"

#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "check/last_lines.hpp"
#include "check/run_command.hpp"
#include "check/write_inputs.hpp"
#include "diagnose/name_cause.hpp"
#include "golden/damaged.hpp"
#include "golden/report_json.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

namespace fs = std::filesystem;
using Status = Outcome::Status;

constexpr int unsupported_code = 77;
constexpr int shell_signal_base = 128;

void describe(const Ending& ending, const Check& check, Outcome& o) {
  o.seconds = ending.time.count();
  const auto signal = [](int number) { return fmt::format("signal {} ({})", number, ::strsignal(number)); };
  if (ending.kind == Ending::Kind::timed_out) {
    o.status = Status::timed_out;
    o.message = fmt::format("killed after {:g} s", check.limit.count());
  } else if (ending.kind == Ending::Kind::signalled) {
    o.status = Status::crashed;
    o.message = signal(ending.code);
  } else if (ending.code == unsupported_code) {
    o.status = Status::unsupported;
    o.message = "exit code 77";
  } else if (ending.code != 0) {
    o.status = Status::crashed;
    o.message = fmt::format("exit code {}", ending.code);
    if (ending.code > shell_signal_base) o.message += ", by which a shell says " + signal(ending.code - shell_signal_base);
  }
}

// Runs the command of a case; false where nothing is to be judged.
bool compute(const std::string& id, const GoldenCase& golden, const Check& check, const Workspace& workspace, Outcome& o) {
  const std::string in = workspace.folder("in", id), out = workspace.folder("out", id), log = workspace.folder("log", id);
  write_inputs(in, id, golden.inputs);
  const std::string words = (fs::path(log) / "stderr.txt").string(), output = (fs::path(log) / "stdout.txt").string();
  const Ending ending = run_command(check.backend.command(in, out), output, words, check.limit, check.watch);
  describe(ending, check, o);
  o.last_words = last_lines(words), o.last_output = last_lines(output);
  return ending.kind == Ending::Kind::exited && ending.code == 0;
}

std::string missing(const GoldenCase& golden, const Actual& actual) {
  std::string names;
  for (std::size_t k = 0; k < golden.inputs.shapes.size(); ++k)
    if (const std::string name = "gradient-" + std::to_string(k); !actual.tensors.count(name)) names += (names.empty() ? "" : ", ") + name;
  return names;
}

void judge(const std::string& folder, const GoldenCase& golden, const Check& check, Outcome& o) {
  // Read what is there.
  if (const fs::path place = fs::path(folder) / o.id; !fs::is_directory(place)) {
    o.message = "no folder " + place.string();
    return;
  }
  Actual actual;
  try {
    actual = read_actual(folder, o.id);
  } catch (const std::exception& error) {
    o.message = error.what();
    return;
  }
  if (const std::string names = missing(golden, actual); !names.empty()) {
    o.message = names + (actual.files.empty() ? " missing: no file was written" : " missing in the files that were written");
    return;
  }

  // Hold it against the golden.
  const Profile& profile = check.profiles.of(actual);
  o.status = Status::failed;
  try {
    o.verdict = compare(o.id, golden, actual, profile, check.top);
    if (check.diagnose) name_cause(golden, actual, profile, *o.verdict, [&](const std::string&) { check.watch(); });
    if (const std::string advice = check.profiles.advice(actual); !advice.empty() && !o.verdict->passed()) o.verdict->notes.push_back(advice);
    if (o.verdict->passed()) o.status = o.verdict->inconclusive ? Status::inconclusive : Status::passed;
  } catch (const Damaged&) {
    throw;
  } catch (const Error& error) {
    o.message = error.what();
  }
}

}  // namespace

GoldenCase golden_case(const Inputs& inputs, const RunOptions& options) {
  const auto type = options.compute == DType::f64 ? TensorType::f64 : TensorType::f32;
  const Evaluation evaluation = evaluate(inputs, options, type, true, best_tier(options.compute));
  GoldenCase golden{Json::object(), inputs, golden_tensors(evaluation, inputs.shapes, false)};
  golden.record["report"] = report_json(evaluation.report);
  golden.inputs.variant = evaluation.variant;
  return golden;
}

Outcome check_case(const std::string& id, const GoldenCase& golden, const Check& check, const Workspace& workspace) {
  Outcome outcome;
  outcome.id = id;
  if (check.backend.kind == Backend::Kind::dir)
    judge(check.backend.text, golden, check, outcome);
  else if (compute(id, golden, check, workspace, outcome))
    judge(workspace.actual(), golden, check, outcome);
  return outcome;
}

}  // namespace yologold
