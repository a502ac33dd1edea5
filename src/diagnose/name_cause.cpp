#include "diagnose/name_cause.hpp"

#include <array>

#include "diagnose/render.hpp"

namespace yologold {

void name_cause(const GoldenCase& golden, const Actual& actual, const Profile& profile, Verdict& verdict, const Watch& watch) {
  if (verdict.failures == 0 || !can_diagnose(golden, actual)) return;
  const GoldenCase& judged = verdict.alternative ? *verdict.alternative : golden;
  const Diagnosis found = diagnose(std::array{make_scene(verdict.id, judged, actual, profile)}, hypotheses, watch);
  verdict.cause = cause_text(found);
  verdict.where = found.where;
}

}  // namespace yologold
