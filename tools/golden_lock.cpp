#include <fmt/format.h>

#include <algorithm>

#include "exit.hpp"
#include "golden/lock.hpp"
#include "golden_options.hpp"
#include "progress.hpp"

namespace yologold::tools {
namespace {

LockedCase compute(const GoldenOptions& o, const Suite& suite, const Case& one, RunOptions run, const Lock& lock) {
  try {
    run.compute = lock.compute;
    const Inputs inputs = make_inputs(suite, one, o.data);
    return lock_case(inputs, evaluate(inputs, run, lock.compute == DType::f64 ? TensorType::f64 : TensorType::f32, true, lock.tier));
  } catch (const Error& error) {
    throw Exit(bad_input, "case " + one.id + ": " + error.what());
  }
}

// Says what differs between a computed case and the locked one, if anything does.
std::pair<ExitCode, std::string> judge(const LockedCase& found, const LockedCase& locked) {
  if (found.variant != locked.variant) return {golden_damaged, "was locked with another variant"};
  if (found.inputs != locked.inputs) return {golden_damaged, "was locked with other inputs"};
  return found.values == locked.values ? std::pair(passed, "") : std::pair(mismatch, "values differ from the locked ones");
}

// Names the locked cases that the suite does not have.
ExitCode find_strangers(const Suite& suite, const Lock& lock, const Output& output, Json& document) {
  ExitCode code = passed;
  for (const auto& [id, locked] : lock.cases) {
    const auto has_id = [&name = id](const Case& one) { return one.id == name; };
    if (std::any_of(suite.cases.begin(), suite.cases.end(), has_id)) continue;
    output.say("DAMAGED " + id + ": the suite has no such case\n");
    document["cases"].push_back({{"id", id}, {"same", false}, {"message", "the suite has no such case"}});
    code = golden_damaged;
  }
  return code;
}

}  // namespace

int write_lock_of(const GoldenOptions& o, const Suite& suite, const std::vector<const Case*>& cases) {
  const RunOptions run = o.compute.run_options();
  Lock lock{suite.name, run.compute, tier_named(o.tier), {}};
  Progress progress(cases.size());
  for (const Case* one : cases) {
    stop_if_interrupted();
    progress.begin(one->id);
    lock.cases[one->id] = compute(o, suite, *one, run, lock);
  }
  failing_as(io_failure, [&] { write_lock(o.lock, lock); });
  progress.wipe();
  const Output output(o.json);
  output.say(fmt::format("{} cases locked in {}\n", cases.size(), o.lock));
  output.document({{"format", "yologold-lock-run/1"}, {"suite", suite.name}, {"locked", cases.size()}});
  return passed;
}

int verify_lock(const GoldenOptions& o, const Suite& suite, const std::vector<const Case*>& cases) {
  const RunOptions run = o.compute.run_options();
  const Lock lock = read_lock(o.lock);
  const Output output(o.json);
  Json document{{"format", "yologold-verify/1"}, {"suite", suite.name}, {"cases", Json::array()}};

  // Compute one case after another.
  ExitCode code = find_strangers(suite, lock, output, document);
  std::size_t good = 0;
  Progress progress(cases.size());
  for (const Case* one : cases) {
    stop_if_interrupted();
    progress.begin(one->id);
    const auto locked = lock.cases.find(one->id);
    const auto [found, message] = locked == lock.cases.end() ? std::pair<ExitCode, std::string>(golden_damaged, "is not locked")
                                                             : judge(compute(o, suite, *one, run, lock), locked->second);
    progress.wipe();
    output.say(fmt::format("{} {}{}\n", found == passed ? "SAME" : found == mismatch ? "DIFFERS" : "DAMAGED", one->id, message.empty() ? "" : ": " + message));
    document["cases"].push_back({{"id", one->id}, {"same", found == passed}, {"message", message}});
    code = graver(code, found);
    good += found == passed;
  }
  output.say(fmt::format("{} of {} cases have the same bits\n", good, cases.size()));
  document["passed"] = code == passed;
  output.document(document);
  return code;
}

}  // namespace yologold::tools
