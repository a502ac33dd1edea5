#include <fmt/format.h>

#include "exit.hpp"
#include "golden/damaged.hpp"
#include "golden/golden.hpp"
#include "golden_options.hpp"
#include "progress.hpp"

namespace yologold::tools {
namespace {

// Verifies one case: the code, and what is wrong with it.
std::pair<ExitCode, std::string> verify_one(const GoldenOptions& o, const Manifest& manifest, const Case& one, const RunOptions& run) {
  try {
    const GoldenCase golden = read_case(o.folder, manifest, one.id);
    const DType compute = golden.record.at("compute") == "f64" ? DType::f64 : DType::f32;
    if (golden.record.at("definition") != definition_of(one, compute, tier_of(golden)))
      return {golden_damaged, "was computed from another definition of the case"};
    const std::string difference = verify_case(golden, run);
    return {difference.empty() ? passed : mismatch, difference};
  } catch (const Damaged& error) {
    return {golden_damaged, error.what()};
  }
}

}  // namespace

int verify_golden(const GoldenOptions& o, const Suite& suite, const std::vector<const Case*>& cases) {
  const RunOptions run = o.compute.run_options();
  const Manifest manifest = read_manifest(o.folder);
  const Output output(o.json);
  Json document{{"format", "yologold-verify/1"}, {"suite", suite.name}, {"cases", Json::array()}};

  // Verify one case after another.
  ExitCode code = passed;
  std::size_t good = 0;
  Progress progress(cases.size());
  for (const Case* one : cases) {
    stop_if_interrupted();
    progress.begin(one->id);
    const auto [found, message] = verify_one(o, manifest, *one, run);
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
