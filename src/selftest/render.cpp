#include "selftest/render.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "variant/catalogue.hpp"

namespace yologold::selftest {
namespace {

// Profiles under which one mutant is allowed for one reason, on one line.
std::string allowed_text(const Conclusion& conclusion) {
  std::vector<std::pair<std::string, std::string>> order;
  std::map<std::pair<std::string, std::string>, std::string> lines;
  for (const Unseen& one : conclusion.unseen) {
    if (one.reason.empty()) continue;
    const std::pair key{one.row->id, one.reason};
    if (!lines.count(key)) order.push_back(key);
    lines[key] += fmt::format("{}{} {:.2g}", lines[key].empty() ? "" : ", ", one.profile, one.cell.largest);
  }
  std::string text = order.empty() ? "" : "not seen, because the profile allows it (with the largest error/bound reached):\n";
  for (const auto& key : order) text += fmt::format("  {}: {} ({})\n", key.first, key.second, lines[key]);
  return text;
}

std::string profile_text(const Selftest& result, const Profile& profile) {
  // Count the wrong ones.
  std::int64_t judged = 0, seen = 0;
  for (const Row& row : result.mutants) {
    const Cell cell = row.total(profile.name);
    judged += cell.cases > 0, seen += cell.failed > 0;
  }
  std::string text = fmt::format("{}: {} of {} wrong backends rejected", profile.name, seen, judged);

  // Count the correct ones.
  Cell right;
  for (const Row& row : result.correct) right.add(row.total(profile.name));
  if (right.cases > 0)
    text += fmt::format("; {} elements of correct ones, {} fail, largest error/bound {:.4f}, {} of {} cases inconclusive", right.elements, right.flagged,
                        right.largest, right.inconclusive, right.cases);
  return text + "\n";
}

Json cell_json(const Cell& c) {
  Json close = Json::object();
  for (std::size_t i = 0; i < closeness_count; ++i) close[closeness_names[i]] = {{"flagged", c.close[i].flagged}, {"failed", c.close[i].failed}};
  return {{"cases", c.cases},
          {"failed", c.failed},
          {"elements", c.elements},
          {"flagged", c.flagged},
          {"unbounded", c.unbounded},
          {"inconclusive", c.inconclusive},
          {"largest", number_json(c.largest)},
          {"fixed", close}};
}

Json rows_json(const std::vector<Row>& rows) {
  Json all = Json::array();
  for (const Row& row : rows) {
    Json cells = Json::object();
    for (const auto& [profile, families] : row.cells)
      for (const auto& [family, cell] : families) cells[profile][std::string(name_of(family))] = cell_json(cell);
    all.push_back({{"id", row.id}, {"sentence", row.sentence}, {"null", row.null}, {"cells", cells}});
  }
  return all;
}

}  // namespace

std::string render_text(const Selftest& result, const Conclusion& conclusion) {
  // Sum up each profile.
  std::string text;
  for (const Profile& profile : result.profiles) text += profile_text(result, profile);
  text += allowed_text(conclusion);

  // Say what is wrong with the judge.
  for (const Unseen& one : conclusion.unseen)
    if (one.reason.empty())
      text += fmt::format("NOT SEEN in {}{}: {} ({}); largest error/bound {:.3g} on {} cases\n", one.profile, one.family.empty() ? "" : " of " + one.family,
                          one.row->id, one.row->sentence, one.cell.largest, one.cell.cases);
  for (const FalseAlarm& one : conclusion.alarms)
    text += fmt::format("FALSE ALARM in {}: {} fails {} of {} cases in {} elements, {} without bounds; largest error/bound {:.4g}\n", one.profile, one.row->id,
                        one.cell.failed, one.cell.cases, one.cell.flagged, one.cell.unbounded, one.cell.largest);
  return text + fmt::format("{} of {} wrong backends rejected over {} profiles: the self-test {}\n", conclusion.seen, conclusion.judged, result.profiles.size(),
                            conclusion.passed() ? "passed" : "FAILED");
}

Json render_json(const Selftest& result, const Conclusion& conclusion) {
  Json unseen = Json::array(), alarms = Json::array(), profiles = Json::array();
  for (const Profile& profile : result.profiles) profiles.push_back(profile.name);
  for (const Unseen& one : conclusion.unseen)
    unseen.push_back({{"id", one.row->id},
                      {"profile", one.profile},
                      {"family", one.family},
                      {"largest", number_json(one.cell.largest)},
                      {"allowed", !one.reason.empty()},
                      {"reason", one.reason}});
  for (const FalseAlarm& one : conclusion.alarms) alarms.push_back({{"id", one.row->id}, {"profile", one.profile}, {"cell", cell_json(one.cell)}});
  return {{"format", "yologold-selftest/1"},
          {"passed", conclusion.passed()},
          {"profiles", profiles},
          {"judged", conclusion.judged},
          {"seen", conclusion.seen},
          {"unseen", unseen},
          {"false_alarms", alarms},
          {"mutants", rows_json(result.mutants)},
          {"correct", rows_json(result.correct)}};
}

}  // namespace yologold::selftest
