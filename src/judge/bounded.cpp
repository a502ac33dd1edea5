#include "judge/bounded.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "judge/gradients.hpp"
#include "judge/kinks.hpp"
#include "judge/seen.hpp"

namespace yologold {

std::optional<bounds::Bounds> find_bounds(const GoldenCase& golden, const Profile& profile, Verdict& verdict) {
  if (!profile.numeric) return std::nullopt;
  const Seen seen(golden);
  auto all = bounds::evaluate_bounds(seen.problem(), *profile.numeric);
  verdict.bounded = true;
  return all;
}

double allowed(const bounds::Bound& bound, double golden) {
  if (std::isnan(bound.value) && std::isnan(golden)) return 0;
  if (std::isinf(bound.error) || !std::isfinite(golden)) return std::numeric_limits<double>::infinity();
  return bound.error + std::abs(bound.value - golden);
}

double bounded_excess(double got, double golden, double allowed) {
  if (std::isinf(allowed) || got == golden || (std::isnan(got) && std::isnan(golden))) return 0;
  const double off = std::abs(got - golden);
  return std::isfinite(off) && allowed > 0 ? off / allowed : std::numeric_limits<double>::infinity();
}

Proof proof_of(double golden, double allowed, const Profile& profile) {
  if (allowed == 0 && (golden == 0 || std::isnan(golden))) return Proof::exact;
  if (allowed <= std::abs(golden) / 2) return Proof::conclusive;
  const bool small = golden != 0 && std::abs(golden) < profile.numeric->stored.smallest();
  return std::isinf(allowed) || small ? Proof::range : Proof::inconclusive;
}

void count_proof(double golden, double allowed, const Profile& profile, Verdict& verdict) {
  const Proof proof = proof_of(golden, allowed, profile);
  verdict.must_be_nan += proof == Proof::exact && std::isnan(golden);
  ++verdict.proofs[static_cast<std::size_t>(proof)];
  if (proof == Proof::exact) return;
  const double digits = golden == 0 || std::isinf(allowed) ? 0 : -std::log10(allowed / std::abs(golden));
  ++verdict.digits[static_cast<std::size_t>(std::clamp(digits, 0.0, static_cast<double>(verdict.digits.size() - 1)))];
}

void close_bounds(const GoldenCase& golden, const Actual& actual, const Profile& profile, Verdict& verdict) {
  // Say what the worst element's bound is made of.
  if (!verdict.bounded || verdict.elements == 0) return;
  const Seen seen(golden);
  const Address& at = verdict.largest.at;
  const auto way = at.channel < 4 ? find_kink_way(golden, actual.tensors.at("gradient-" + std::to_string(at.head)), *profile.numeric, at) : std::nullopt;
  const auto parts = bounds::contributions(seen.problem(), *profile.numeric, at, way ? &way->branches[static_cast<std::size_t>(at.channel)] : nullptr);
  double all = 0;
  for (const auto& part : parts) all += part.error;
  for (const auto& part : parts) {
    if (std::isfinite(all) && part.error >= 0.02 * all)
      verdict.bound_parts.push_back(fmt::format("{:.0f} % {}", 100 * part.error / all, bounds::name_of(part.source)));
  }

  // Hold the conclusive elements against the share that the profile asks for, or the suite where it asks for less.
  const auto count = [&](Proof proof) { return static_cast<double>(verdict.proofs[static_cast<std::size_t>(proof)]); };
  const double open = count(Proof::inconclusive) + count(Proof::range), proved = count(Proof::conclusive);
  ConclusiveReport& report = verdict.conclusive;
  if (open + proved > 0) report.share = proved / (open + proved);
  report.asked = profile.numeric->conclusive_share;
  if (golden.conclusive && golden.conclusive->at_least < report.asked) report.asked = golden.conclusive->at_least, report.because = golden.conclusive->because;
  verdict.inconclusive = report.share < report.asked || verdict.decisions.open_components > 0;
}

}  // namespace yologold
