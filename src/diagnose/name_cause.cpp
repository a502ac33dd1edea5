#include "diagnose/name_cause.hpp"

#include <array>

#include "diagnose/render.hpp"

namespace yologold {
namespace {

constexpr std::int64_t diagnosed_elements = 1'000'000;

}  // namespace

void name_cause(const GoldenCase& golden, const Actual& actual, const Profile& profile, Verdict& verdict) {
  if (verdict.failures == 0 || !can_diagnose(golden, actual)) return;
  if (verdict.elements > diagnosed_elements) {
    verdict.notes.push_back("the cause is not looked for here in more than " + std::to_string(diagnosed_elements) +
                            " elements: yologold diagnose does so, in minutes");
    return;
  }
  verdict.cause = cause_text(diagnose(std::array{make_scene(verdict.id, golden, actual, profile)}));
}

}  // namespace yologold
