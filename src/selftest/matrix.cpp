#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "selftest/render.hpp"
#include "variant/catalogue.hpp"

namespace yologold::selftest {
namespace {

// The mistakes that get a line of their own, in its order.
const char* const shown[] = {"sign",
                             "gradient=half",
                             "no-slope",
                             "softmax-diagonal",
                             "reduction=mean-batch",
                             "lambda_noobj=0.5",
                             "xy-over-grid",
                             "coordinate_scale=off",
                             "scale-xy-left-out",
                             "iou_target=differentiated",
                             "alpha=differentiated",
                             "aspect_denominator=unit",
                             "pi=3.14",
                             "overlap-not-clamped",
                             "union-eps",
                             "alpha-eps",
                             "class-1",
                             "anchors-next",
                             "compete=per-head",
                             "ignore=decoded",
                             "iou_thresh>=",
                             "gate_thresh>=",
                             "ignore_thresh>=",
                             "collision=last-wins",
                             "cell-column+1",
                             "truths-without-last",
                             "written-transposed",
                             "plane-shifted",
                             "row-tails-lost",
                             "lane-lost",
                             "centre-fp16",
                             "width-bf16",
                             "logits-8-bits",
                             "logits-11-bits",
                             "bits-8",
                             "bits-11",
                             "exp-11-bits",
                             "exp-fast",
                             "log-fast",
                             "division-fast",
                             "scaled-3e-6"};

constexpr const char* compared = "cuda-fp32";  // the profile under which fixed tolerances stand beside the bounds

// A share in percent; what is neither nothing nor all never looks so.
std::string percent(std::int64_t part, std::int64_t whole) {
  const double share = 100 * static_cast<double>(part) / static_cast<double>(whole);
  if (part == 0 || part == whole) return part == 0 ? "0" : "100";
  if (share < 1) return fmt::format("{:.1g}", share);
  return share > 99 ? fmt::format(">99") : fmt::format("{:.0f}", share);
}

std::string shares(std::int64_t flagged, std::int64_t elements, std::int64_t failed, std::int64_t cases) {
  if (cases == 0) return " |";
  return fmt::format(" {} / {} |", percent(std::min(flagged, elements), elements), percent(failed, cases));
}

std::string families_text(const Row& row) {
  std::set<std::string> names;
  for (const auto& [profile, families] : row.cells)
    for (const auto& [family, cell] : families) names.insert(std::string(name_of(family)));
  if (names.size() == families.size()) return "";
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? " (" : ", ") + name;
  return text + ")";
}

std::string header(const Selftest& result, const std::string& first, bool fixed) {
  std::string names = "| " + first + " |", rule = "|---|";
  for (const Profile& profile : result.profiles) names += " " + profile.name + " |", rule += "---|";
  for (std::size_t i = 0; fixed && i < closeness_count; ++i) names += fmt::format(" {} by {} |", compared, closeness_names[i]), rule += "---|";
  return names + "\n" + rule + "\n";
}

bool has_compared(const Selftest& result) {
  return std::any_of(result.profiles.begin(), result.profiles.end(), [](const Profile& p) { return p.name == compared; });
}

std::string line(const Selftest& result, const Row& row, bool fixed) {
  std::string text = "| " + row.sentence + families_text(row) + " |";
  for (const Profile& profile : result.profiles) {
    const Cell c = row.total(profile.name);
    text += shares(c.flagged, c.elements, c.failed, c.cases);
  }
  const Cell c = row.total(compared);
  for (std::size_t i = 0; fixed && i < closeness_count; ++i) text += shares(c.close[i].flagged, c.elements, c.close[i].failed, c.cases);
  return text + "\n";
}

// Every mutant without a line of its own, and how many they are.
std::string rest(const Selftest& result, const std::set<std::string>& ids, bool fixed) {
  Row all;
  std::int64_t count = 0;
  for (const Row& row : result.mutants) {
    if (ids.count(row.id) || row.null) continue;
    ++count;
    for (const auto& [profile, families] : row.cells)
      for (const auto& [family, cell] : families) all.cells[profile][family].add(cell);
  }
  all.sentence = fmt::format("{} further ones", count);
  return count > 0 ? line(result, all, fixed) : "";
}

// How often correct backends fail, by bounds and by fixed tolerances.
std::string alarms(const Selftest& result) {
  std::map<std::string, Cell> cells;
  for (const Row& row : result.correct)
    for (const Profile& profile : result.profiles) cells[profile.name].add(row.total(profile.name));
  std::string text = header(result, "correct backends judged by", false) + "| bounds |";
  for (const Profile& p : result.profiles) text += shares(cells[p.name].flagged, cells[p.name].elements, cells[p.name].failed, cells[p.name].cases);
  for (std::size_t i = 0; i < closeness_count; ++i) {
    text += fmt::format("\n| {} |", closeness_names[i]);
    for (const Profile& p : result.profiles) {
      const Cell& c = cells[p.name];
      text += shares(c.close[i].flagged, c.elements, c.close[i].failed, c.cases);
    }
  }
  return text + "\n";
}

}  // namespace

std::string matrix_text(const Selftest& result) {
  // Give the known mistakes a line each, the others one together.
  const bool fixed = has_compared(result);
  std::string text;
  if (!result.mutants.empty()) text += header(result, "mistake", fixed);
  std::set<std::string> ids;
  for (const char* id : shown)
    for (const Row& row : result.mutants)
      if (row.id == id) text += line(result, row, fixed), ids.insert(id);
  text += rest(result, ids, fixed);

  // Hold the false alarms against them.
  if (!result.correct.empty()) text += (text.empty() ? "" : "\n") + alarms(result);
  return text;
}

}  // namespace yologold::selftest
