#include <fmt/format.h>

#include "explain/explain_cell.hpp"
#include "json/text.hpp"

namespace yologold {
namespace {

std::string number(const Json& value) {
  return value.is_number_float() ? decimal(value.get<double>()) : value.is_string() ? value.get<std::string>() : value.dump();
}

std::string short_number(const Json& value) { return value.is_number_float() ? fmt::format("{:.6g}", value.get<double>()) : number(value); }

std::string list(const Json& values) {
  std::string text;
  for (const Json& value : values) text += (text.empty() ? "" : " ") + short_number(value);
  return text;
}

std::string head_text(const Json& cell) {
  const Json& at = cell["at"];
  return fmt::format("{}: head {}, image {}, row {}, column {}, anchor {}\nvariant {} ({}), profile {}\n", cell["case"].get<std::string>(), number(at["head"]),
                     number(at["image"]), number(at["y"]), number(at["x"]), number(at["anchor"]), cell["variant"]["name"].get<std::string>(),
                     cell["variant"]["family"].get<std::string>(), cell["profile"].get<std::string>());
}

std::string inputs_text(const Json& in) {
  // Print the grid and the anchor.
  std::string text = fmt::format("\nInputs\n  grid {} rows x {} columns", number(in["grid"]["rows"]), number(in["grid"]["columns"]));
  if (!in["image"].is_null()) text += fmt::format(", image {} x {} pixels", number(in["image"][0]), number(in["image"][1]));
  text += "\n";
  if (in.contains("anchor")) {
    text += fmt::format("  anchor {} of the list:", number(in["anchor"]["index"]));
    for (const char* unit : {"pixel", "grid", "image"})
      if (in["anchor"].contains(unit)) text += fmt::format("  {} x {} {}", short_number(in["anchor"][unit][0]), short_number(in["anchor"][unit][1]), unit);
    text += "\n";
  }

  // Print the logits and the truths.
  for (const Json& t : in["logits"])
    text += fmt::format("  {:<10}{:>26}  {}\n", t["channel"].get<std::string>(), number(t["value"]), t["hex"].get<std::string>());
  for (const Json& t : in["truths"]) {
    text += fmt::format("  truth {}: class {}, weight {}{}{}, IOU with the decoded box {}\n", number(t["truth"]), list(t["classes"]), number(t["weight"]),
                        t["ignore"].get<bool>() ? ", ignore" : "", t["centre_in_cell"].get<bool>() ? ", its centre in this cell" : "", short_number(t["iou"]));
    for (const char* key : {"cx", "cy", "w", "h"}) text += fmt::format("    {:<8}{:>26}  {}\n", key, number(t[key]["value"]), t[key]["hex"].get<std::string>());
  }
  return text;
}

std::string stages_text(const Json& stages) {
  std::string text = "\nStages\n  activated (x y w h objectness classes): " + list(stages["activated"]) + "\n";
  for (const auto& [unit, box] : stages["box"].items()) text += fmt::format("  decoded box, {} (centre, size): {}\n", unit, list(box));
  text += "  highest IOU with a truth: " + short_number(stages["best_iou"]) + "\n";
  for (const Json& match : stages["matches"]) {
    text += fmt::format("  who takes truth {}:\n", number(match["truth"]));
    for (const Json& c : match["candidates"]) {
      const bool predictor = c.contains("predictor");
      const std::string who = predictor ? "predictor " + number(c["predictor"]) : "anchor " + number(c["anchor"]);
      const std::string where = predictor             ? ""
                                : c["head"].is_null() ? " (of no head)"
                                                      : fmt::format(" (head {}, its {})", number(c["head"]), number(c["position"]));
      text += fmt::format("    {}{}: {} {}{}\n", who, where, predictor ? "IOU" : "shape IOU", short_number(c[predictor ? "iou" : "shape_iou"]),
                          c["takes_it"].get<bool>() ? "  <- takes it" : "");
    }
  }
  return text;
}

// "61 % exp, 30 % division"
std::string parts_text(const Json& parts) {
  const auto error = [](const Json& part) { return part["error"].is_number() ? part["error"].get<double>() : 0.0; };
  double all = 0;
  for (const Json& part : parts) all += error(part);
  std::string text;
  for (const Json& part : parts)
    if (error(part) > 0 && error(part) >= 0.02 * all)
      text += fmt::format("{}{:.0f} % {}", text.empty() ? "" : ", ", 100 * error(part) / all, part["operation"].get<std::string>());
  return text;
}

// One channel: the golden and its bound, what the bound is made of, what a backend wrote.
std::string gradient_text(const Json& g) {
  const std::string indent(12, ' ');
  std::string text = fmt::format("  {:<10}{:>26}  {}", g["channel"].get<std::string>(), number(g["value"]), g["hex"].get<std::string>());
  text += fmt::format("  +- {}, {} digits\n", short_number(g["bound"]), short_number(g["digits"]));
  const std::string parts = parts_text(g["made_of"]);
  if (!parts.empty()) text += indent + "its bound: " + parts + "\n";
  if (!g.contains("actual")) return text;
  if (g.contains("other_side"))
    text += indent + fmt::format("the backend follows another side of min or max, within rounding: {} = {}\n", number(g["other_side"]["value"]),
                                 g["other_side"]["hex"].get<std::string>());
  return text + indent +
         fmt::format("actual {} = {}, error {}, {} of its bound\n", number(g["actual"]["value"]), g["actual"]["hex"].get<std::string>(),
                     short_number(g["error"]), short_number(g["error_over_bound"]));
}

std::string results_text(const Json& cell) {
  // Print the role and the terms.
  std::string text = "\nRole: " + cell["role"].get<std::string>() + "\n";
  for (const Json& reason : cell["why"]) text += "  " + reason.get<std::string>() + "\n";
  if (!cell["decisions"].is_null())
    for (const Json& d : cell["decisions"])
      text += fmt::format("  decision: {}; holds up to a unit roundoff of {}\n", d["what"].get<std::string>(), short_number(d["holds_up_to"]));
  text += "\nTerms of this slot, every factor included\n";
  if (cell["terms"].empty())
    text += "  none\n";
  else
    for (const auto& [name, term] : cell["terms"].items())
      text += fmt::format("  {:<8}{:>26}  +- {}\n", name, number(term["value"]), short_number(term["bound"]));

  text += "\nGradient\n";
  const auto is_zero = [](const Json& g) { return g["value"] == 0.0 && g["bound"] == 0.0 && !g.contains("actual"); };
  std::string zeros;
  for (const Json& g : cell["gradient"]) is_zero(g) ? zeros += (zeros.empty() ? "" : ", ") + g["channel"].get<std::string>() : text += gradient_text(g);
  if (!zeros.empty()) text += "  exactly 0: " + zeros + "\n";
  return text;
}

}  // namespace

std::string cell_text(const Json& cell) {
  std::string text = head_text(cell) + inputs_text(cell["inputs"]) + stages_text(cell["stages"]) + results_text(cell);
  const std::string python = cell["python"].get<std::string>();
  return python.empty() ? text : text + "\nIn Python, from the formulas:\n\n" + python;
}

}  // namespace yologold
