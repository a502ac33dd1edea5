#include <fmt/format.h>

#include <algorithm>

#include "exit.hpp"
#include "golden/lock.hpp"
#include "golden_options.hpp"
#include "progress.hpp"
#include "verify_cases.hpp"

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
Verified judge(const LockedCase& found, const LockedCase& locked) {
  if (found.variant != locked.variant) return {golden_damaged, "was locked with another variant"};
  if (found.inputs != locked.inputs) return {golden_damaged, "was locked with other inputs"};
  return found.values == locked.values ? Verified(passed, "") : Verified(mismatch, "values differ from the locked ones");
}

// The locked cases that the suite does not have.
std::vector<std::string> find_strangers(const Suite& suite, const Lock& lock) {
  std::vector<std::string> strangers;
  for (const auto& [id, locked] : lock.cases) {
    const auto has_id = [&name = id](const Case& one) { return one.id == name; };
    if (std::none_of(suite.cases.begin(), suite.cases.end(), has_id)) strangers.push_back(id);
  }
  return strangers;
}

}  // namespace

int write_lock_of(const GoldenOptions& o, const Suite& suite, const std::vector<const Case*>& cases) {
  const RunOptions run = o.compute.run_options();
  Lock lock{suite.name, run.compute, o.tier_for(run.compute), {}};
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
  return verify_cases(Output(o.json), suite, cases, find_strangers(suite, lock), [&](const Case& one) -> Verified {
    const auto locked = lock.cases.find(one.id);
    if (locked == lock.cases.end()) return {golden_damaged, "is not locked"};
    return judge(compute(o, suite, one, run, lock), locked->second);
  });
}

}  // namespace yologold::tools
