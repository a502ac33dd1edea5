#include <fmt/format.h>

#include "golden/report_json.hpp"
#include "judge/render.hpp"

namespace yologold {
namespace {

constexpr std::size_t listed_flips = 5;

/// "0.2, 0.4"
std::string ratios_text(const std::vector<DecisionReport::Flip>& flips) {
  std::string text;
  for (std::size_t i = 0; i < flips.size() && i < listed_flips; ++i) text += (i ? ", " : "") + fmt::format("{:.2g}", flips[i].ratio);
  return flips.size() > listed_flips ? text + ", ..." : text;
}

Json flips_json(const std::vector<DecisionReport::Flip>& flips) {
  Json list = Json::array();
  for (const auto& f : flips)
    list.push_back({{"decision", f.what},
                    {"margin", number_json(f.margin)},
                    {"radius", number_json(f.radius)},
                    {"ratio", number_json(f.ratio)},
                    {"holds_up_to", number_json(f.holds_up_to)},
                    {"outcome", f.outcome}});
  return list;
}

}  // namespace

std::string decisions_text(const Verdict& v) {
  const DecisionReport& d = v.decisions;
  std::string text;
  if (!d.within.empty()) {
    text += fmt::format("  decisions: {} {}, within the rounding of this profile (margins {} of it); {} elements ALTERNATIVE\n", d.within.size(),
                        d.within.size() == 1 ? "differs" : "differ", ratios_text(d.within), d.elements);
    for (std::size_t i = 0; i < d.within.size() && i < listed_flips; ++i) text += "    " + d.within[i].what + "\n";
  }
  if (d.kinks > 0) text += fmt::format("  kinks: {} boxes take another side of min or max than the golden, within the rounding of this profile\n", d.kinks);
  for (const auto& flip : d.beyond) text += fmt::format("  decision: {}; the backend's outcome is {}\n", flip.what, flip.outcome);
  if (d.open_components > 0)
    text += fmt::format("  decisions: {} groups of more open decisions than are tried leave {} elements INCONCLUSIVE\n", d.open_components, d.open_elements);
  if (d.undecided > 0) text += fmt::format("  decisions: {} of {} lie within the rounding of this profile\n", d.undecided, d.made);
  if (d.missing) text += "  decisions: built without the certified tier, so no alternative was looked for\n";
  return text;
}

Json decisions_json(const Verdict& v) {
  const DecisionReport& d = v.decisions;
  return {{"made", d.made},
          {"undecided", d.undecided},
          {"closest", flips_json(d.closest)},
          {"differ", flips_json(d.within)},
          {"alternative_elements", d.elements},
          {"kinks", d.kinks},
          {"beyond_rounding", flips_json(d.beyond)},
          {"open_groups", d.open_components},
          {"open_elements", d.open_elements},
          {"looked_for", !d.missing}};
}

}  // namespace yologold
