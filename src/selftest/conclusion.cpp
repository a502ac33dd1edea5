#include "selftest/conclusion.hpp"

#include <algorithm>

#include "selftest/invisible.hpp"
#include "variant/catalogue.hpp"

namespace yologold::selftest {
namespace {

void add_mutant(const Row& row, const Profile& profile, Conclusion& conclusion) {
  const Cell cell = row.total(profile.name);
  if (cell.cases == 0) return;
  ++conclusion.judged;
  conclusion.seen += cell.failed > 0;
  if (cell.failed == 0) conclusion.unseen.push_back({&row, profile.name, "", cell, why_invisible(row.id, *profile.numeric)});
}

// Nothing excuses the one that computes nothing, in any family.
void add_null(const Row& row, const Profile& profile, Conclusion& conclusion) {
  const std::size_t before = conclusion.unseen.size();
  for (const auto& [family, cell] : row.cells.at(profile.name))
    if (cell.failed == 0) conclusion.unseen.push_back({&row, profile.name, std::string(name_of(family)), cell, ""});
  ++conclusion.judged;
  conclusion.seen += conclusion.unseen.size() == before;
}

}  // namespace

bool Conclusion::passed() const {
  return alarms.empty() && std::all_of(unseen.begin(), unseen.end(), [](const Unseen& one) { return !one.reason.empty(); });
}

Conclusion conclude(const Selftest& result) {
  Conclusion conclusion;
  for (const Profile& profile : result.profiles) {
    for (const Row& row : result.mutants)
      if (row.cells.count(profile.name)) (row.null ? add_null : add_mutant)(row, profile, conclusion);
    for (const Row& row : result.correct)
      if (const Cell cell = row.total(profile.name); cell.failed > 0 || cell.unbounded > 0) conclusion.alarms.push_back({&row, profile.name, cell});
  }
  return conclusion;
}

}  // namespace yologold::selftest
