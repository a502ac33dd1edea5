#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "decisions/decision.hpp"

namespace yologold::decisions {
namespace {

/// Kinds that choose one of several, and kinds that say yes or no.
const char* const choices[] = {"column", "row", "best anchor", "responsible predictor", "slot kept by truth"};
struct YesNo {
  const char *yes, *no;
};
const YesNo thresholds[] = {{"anchor above the threshold of positives", "anchor below the threshold of positives"},
                            {"anchor above the prior gate", "anchor below the prior gate"},
                            {"anchor above the ignore threshold", "anchor below the ignore threshold"},
                            {"slot ignored, above its threshold", "slot not ignored, below its threshold"},
                            {"right edge inside the truth's", "right edge beyond the truth's"},
                            {"left edge inside the truth's", "left edge beyond the truth's"},
                            {"lower edge inside the truth's", "lower edge beyond the truth's"},
                            {"upper edge inside the truth's", "upper edge beyond the truth's"},
                            {"boxes overlap across", "boxes apart across"},
                            {"boxes overlap down", "boxes apart down"}};

std::string outcome_text(const Decision& d) {
  const auto kind = static_cast<std::size_t>(d.about.kind), first = static_cast<std::size_t>(Kind::above);
  if (d.about.kind == Kind::spared && d.about.truth >= 0) return d.winner != 0 ? "overlap above the ignore threshold" : "overlap below the ignore threshold";
  if (kind < first) return fmt::format("{} {} over {}", choices[kind], d.winner, d.runner_up);
  return d.winner != 0 ? thresholds[kind - first].yes : thresholds[kind - first].no;
}

std::string place_text(const Question& q) {
  std::string text = fmt::format("image {}", q.image);
  if (q.truth >= 0) text += fmt::format(", truth {}", q.truth);
  if (q.head >= 0) text = fmt::format("head {}, ", q.head) + text;
  if (q.y >= 0) text += fmt::format(", row {}, column {}", q.y, q.x);
  if (q.anchor >= 0 && q.kind != Kind::predictor) text += fmt::format(", anchor {}", q.anchor);
  return text;
}

}  // namespace

double Decision::holds_up_to() const {
  if (std::isnan(margin) || std::isnan(radius)) return 0;
  return radius == 0 ? std::numeric_limits<double>::infinity() : std::abs(margin) / radius * unit;
}

std::string ratio_text(const Decision& d) {
  const double ratio = std::abs(d.margin) / d.radius;
  if (d.radius == 0) return "inf";
  return ratio >= 10 && ratio < 1e7 ? fmt::format("{:.0f}", ratio) : fmt::format("{:.2g}", ratio);
}

std::string describe(const Decision& d) {
  const std::string rounding = d.radius == 0 ? "no rounding takes part" : ratio_text(d) + " times the rounding of this profile";
  return fmt::format("{} by {:.3g}, {} ({})", outcome_text(d), std::abs(d.margin), rounding, place_text(d.about));
}

}  // namespace yologold::decisions
