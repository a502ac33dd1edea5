#include "golden/damaged.hpp"
#include "golden/golden.hpp"
#include "golden_options.hpp"
#include "verify_cases.hpp"

namespace yologold::tools {
namespace {

Verified verify_one(const GoldenOptions& o, const Manifest& manifest, const Case& one, const RunOptions& run) {
  try {
    const GoldenCase golden = read_case(o.folder, manifest, one.id);
    const DType compute = golden.record.at("compute") == "f64" ? DType::f64 : DType::f32;
    if (golden.record.at("definition") != definition_of(one, compute, asked_tier(golden)))
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
  return verify_cases(Output(o.json), suite, cases, {}, [&](const Case& one) { return verify_one(o, manifest, one, run); });
}

}  // namespace yologold::tools
