#include "diagnose/render.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace yologold {
namespace {

constexpr std::size_t nearest_shown = 3;  // findings that are shown where none is the cause
constexpr std::size_t twins = 3;          // findings that are shown where several are

// A mistake that would change the losses explains a gradient beside losses that agree no further than the gradient.
std::string words(const Diagnosis& d, const Finding& f) {
  std::string text = d.losses > 0 && d.wrong_losses == 0 && f.score.losses > 0 ? "in the gradient only (the reported losses agree): " : "";
  for (std::size_t i = 0; i < f.ids.size(); ++i) text += fmt::format("{}{} [{}]", i ? ", and " : "", f.sentences[i], f.ids[i]);
  return text;
}

// What a cause leaves, by kind.
std::string left_text(const Diagnosis& d, const Finding& f) {
  static const char* const names[] = {"box", "objectness", "class"};
  if (d.left(f) == 0) return "";
  std::string kinds;
  for (std::size_t i = 0; i < f.score.kinds.size(); ++i)
    if (const auto left = d.failing_kinds[i] - f.score.kinds[i]; left == d.left(f))
      return fmt::format("; {} remain, all in {} channels", left, names[i]);
    else if (left > 0)
      kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", left, names[i]);
  return fmt::format("; {} remain: {}", d.left(f), kinds);
}

std::string near_text(const Diagnosis& d, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < std::min(end, d.best.size()) && d.best[i].score.net() > 0; ++i)
    text += fmt::format(
        "{}{} explains {} of {}{}", text.empty() ? "" : "; ", words(d, d.best[i]), d.best[i].score.gained, d.failing,
        d.best[i].score.broken ? fmt::format(", but would change {} that agree{}", d.best[i].score.broken, d.best[i].score.broken == 1 ? "s" : "") : "");
  return text;
}

}  // namespace

std::string cause_text(const Diagnosis& d) {
  if (d.failing == 0) return "";
  if (d.named == 0) {
    const std::string near = near_text(d, 0, nearest_shown);
    return "no single known cause" + (near.empty() ? "; nothing known explains any of it" : "; nearest: " + near);
  }
  std::string text = words(d, d.best[0]);
  for (std::size_t i = 1; i < d.named && i < twins; ++i) text += (i == 1 ? "; these inputs do not tell it from: " : "; ") + words(d, d.best[i]);
  if (d.named > twins) text += fmt::format("; and {} more", d.named - twins);
  const Score& score = d.best[0].score;
  text += fmt::format(" (explains {} of {} failing elements", score.gained, d.failing);
  return text + (score.broken ? fmt::format(", breaks {}", score.broken) : "") + left_text(d, d.best[0]) + ")";
}

std::string diagnosis_text(const Diagnosis& d) {
  if (d.failing == 0) return fmt::format("all {} elements agree: nothing to explain\n", d.elements);
  std::string text = fmt::format("{}\n  {} of {} elements fail\n", cause_text(d), d.failing, d.elements);
  if (!d.where.empty()) text += "  where: " + d.where + "\n";
  for (std::size_t i = 0; i < std::min(d.named, twins); ++i)
    for (const std::string& look : d.best[i].looks) text += "  look at: " + look + "\n";
  const std::string near = d.named > 0 ? near_text(d, d.named, d.named + nearest_shown) : "";
  return near.empty() ? text : text + "  next best: " + near + "\n";
}

Json diagnosis_json(const Diagnosis& d) {
  Json json{{"elements", d.elements}, {"failing", d.failing}, {"named", d.named > 0}, {"cause", cause_text(d)}, {"findings", Json::array()}};
  if (!d.where.empty()) json["where"] = d.where;
  for (std::size_t i = 0; i < d.best.size(); ++i) {
    const Finding& f = d.best[i];
    json["findings"].push_back({{"ids", f.ids},
                                {"sentences", f.sentences},
                                {"look_at", f.looks},
                                {"is_cause", i < d.named},
                                {"gained", f.score.gained},
                                {"broken", f.score.broken},
                                {"share", d.share(f)}});
  }
  return json;
}

}  // namespace yologold
