#include "selftest/invisible.hpp"

#include <regex>

#include "diagnose/rounding.hpp"

namespace yologold::selftest {
namespace {

using bounds::NumericProfile;

bool every(const NumericProfile&) { return true; }
bool stores_11_bits(const NumericProfile& p) { return p.stored.precision <= fp16_bits; }
bool computes_11_bits(const NumericProfile& p) { return p.compute.precision <= fp16_bits; }
bool computes_8_bits(const NumericProfile& p) { return p.compute.precision <= bf16_bits; }
bool reads_11_bits(const NumericProfile& p) { return p.inputs.precision <= fp16_bits || p.input_radius >= p.inputs.unit(); }
bool divides_loosely(const NumericProfile& p) { return p.of(bounds::Function::division).ulps > 0; }
bool hides_ulps(const NumericProfile& p) { return stores_11_bits(p) || reads_11_bits(p); }

/// Mutants whose output a profile allows.
struct Invisible {
  std::regex mutants;
  bool (*under)(const NumericProfile&);
  const char* reason;
};

const Invisible all[] = {
    {std::regex("alpha-eps"), every, "1 - IOU + v is off by more than 1e-7 already"},
    {std::regex("subgradient=.*"), every, "edges that meet are computed from sigma(t): which of the two lies outside is rounding"},
    {std::regex(".*>=|ignore_thresh=.*"), divides_loosely, "inter/union of exactly 1/2 may come out a little higher: the decision is open"},
    {std::regex("bits-11"), stores_11_bits, "that is how the results are stored"},
    {std::regex("bits-11-cut"), computes_11_bits, "several roundings to so many bits are allowed"},
    {std::regex("bits-8-cut|width-bf16"), computes_8_bits, "several roundings to so many bits are allowed"},
    {std::regex("logits-11-bits"), reads_11_bits, "the raw outputs are uncertain by as much"},
    {std::regex("scaled-3e-6"), stores_11_bits, "the rounding of what is stored is hundreds of times larger"},
    {std::regex("exp-fast|log-fast"), hides_ulps, "a few ulp of float32, behind a rounding to 11 bits or fewer"},
    {std::regex("union-eps|pi=3\\.14"), computes_11_bits, "less than a rounding of the union, or of the aspect term"},
    {std::regex("scale-xy-left-out|no-scale-xy-slope|iou_target=detached"), computes_8_bits, "less than a few roundings to 8 bits"},
    {std::regex("responsible-most-confident"), computes_8_bits, "which predictor overlaps more is open in 8 bits"},
};

}  // namespace

std::string why_invisible(const std::string& mutant, const NumericProfile& profile) {
  for (const Invisible& one : all)
    if (one.under(profile) && std::regex_match(mutant, one.mutants)) return one.reason;
  return "";
}

}  // namespace yologold::selftest
