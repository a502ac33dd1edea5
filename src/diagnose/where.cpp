#include "diagnose/where.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>

#include "golden/report_json.hpp"

namespace yologold {
namespace {

// An element that may differ: it is not 0 in the golden, or fails.
struct Spot {
  std::int64_t head, image, anchor, channel, cell, cells, index;  ///< index in [N, A, H, W] of its channel
  bool fails, absent;                                             ///< absent: the golden is 0
};
using Spots = std::vector<Spot>;

Spots spots_of(const std::vector<Subject>& cases) {
  Spots spots;
  for (const Subject& one : cases)
    for (std::size_t k = 0; k < one.scene.actual.size(); ++k) {
      const HeadShape& s = one.scene.setting.shapes[k];
      const auto cells = s.h * s.w;
      auto next = one.scene.golden.heads[k].begin();
      const auto end = one.scene.golden.heads[k].end();
      for (const Plane& p : planes_of(s))
        for (std::int64_t i = 0; i < cells; ++i) {
          const std::size_t at = p.begin + static_cast<std::size_t>(i);
          while (next != end && next->at < at) ++next;
          const bool absent = next == end || next->at != at || next->value == 0, fails = one.examiner.fails(k, at);
          if (absent && !fails) continue;
          spots.push_back({static_cast<std::int64_t>(k), p.image, p.anchor, p.channel, i, cells, (p.image * s.a + p.anchor) * cells + i, fails, absent});
        }
    }
  return spots;
}

std::int64_t failing(const Spots& spots) {
  return std::count_if(spots.begin(), spots.end(), [](const Spot& s) { return s.fails; });
}

// Keeps what lies inside, where all failing ones do, and as many as there are outside would hardly all be spared by chance.
bool restrict_to(Spots& spots, const std::function<bool(const Spot&)>& inside) {
  constexpr double chance = 1e-3, least = 0.25;
  Spots kept;
  std::copy_if(spots.begin(), spots.end(), std::back_inserter(kept), inside);
  const auto fail = static_cast<double>(failing(kept));
  if (fail < 3 || failing(spots) != failing(kept) || fail < least * static_cast<double>(kept.size())) return false;
  const double share = fail / (static_cast<double>(kept.size()) + 1), outside = static_cast<double>(spots.size() - kept.size());
  if (std::pow(1 - share, outside) > chance) return false;
  spots = std::move(kept);
  return true;
}

const Spot& first_failing(const Spots& spots) {
  return *std::find_if(spots.begin(), spots.end(), [](const Spot& s) { return s.fails; });
}

std::string channels_text(Spots& spots) {
  const std::int64_t channel = first_failing(spots).channel;
  if (restrict_to(spots, [&](const Spot& s) { return s.channel == channel; })) return channel == 4 ? "objectness" : "channel " + channel_name(channel);
  for (const auto& [first, end, name] : {std::tuple{0, 2, "channels tx, ty"}, std::tuple{2, 4, "channels tw, th"}, std::tuple{0, 4, "box channels"}})
    if (restrict_to(spots, [first = first, end = end](const Spot& s) { return s.channel >= first && s.channel < end; })) return name;
  return restrict_to(spots, [](const Spot& s) { return s.channel > 4; }) ? "class channels" : "";
}

// A part of every plane or of a channel, by its indices.
std::string indices_text(Spots& spots) {
  std::int64_t step = 0, tail = 0;
  const std::int64_t first = first_failing(spots).index;
  for (const Spot& s : spots)
    if (s.fails) step = std::gcd(step, s.index - first), tail = std::max(tail, s.cells - s.cell);
  if (step > 1 && restrict_to(spots, [&](const Spot& s) { return s.index % step == first % step; }))
    return fmt::format("indices = {} mod {} in [N, A, H, W]", first % step, step);
  if (restrict_to(spots, [&](const Spot& s) { return s.cell >= s.cells - tail; })) return fmt::format("the last {} of every plane", tail);
  std::int64_t from = first;
  for (const Spot& s : spots)
    if (s.fails) from = std::min(from, s.index);
  return restrict_to(spots, [&](const Spot& s) { return s.index >= from; }) ? fmt::format("indices from {} on in [N, A, H, W]", from) : "";
}

// Box and class gradients where there is no truth.
std::string empty_text(const std::vector<Subject>& cases) {
  std::int64_t empty = 0, stands = 0;
  bool box = false, classes = false;
  for (const Subject& one : cases)
    for (std::size_t k = 0; k < one.scene.actual.size(); ++k) {
      const HeadShape& s = one.scene.setting.shapes[k];
      const std::int64_t cells = s.h * s.w;
      std::set<std::int64_t> full, hit;
      const auto planes = planes_of(s);
      const auto slot = [&](const Plane& p, std::int64_t cell) { return (p.image * s.a + p.anchor) * cells + cell; };
      for (const Element& e : one.scene.golden.heads[k]) {
        const Plane& p = planes[e.at / static_cast<std::size_t>(cells)];
        if (p.channel != 4 && e.value != 0) full.insert(slot(p, static_cast<std::int64_t>(e.at - p.begin)));
      }
      for (const Plane& p : planes)
        for (std::int64_t i = 0; p.channel != 4 && i < cells; ++i)
          if (one.examiner.fails(k, p.begin + static_cast<std::size_t>(i)) && !full.count(slot(p, i)))
            hit.insert(slot(p, i)), (p.channel < 4 ? box : classes) = true;
      empty += s.slots() - static_cast<std::int64_t>(full.size()), stands += static_cast<std::int64_t>(hit.size());
    }
  if (stands < 3 || stands * 4 < empty) return "";
  return fmt::format("{} gradients stand in {} of {} empty slots: uninitialised or not cleared?",
                     box && classes ? "box and class"
                     : box          ? "box"
                                    : "class",
                     stands, empty);
}

}  // namespace

std::string where_failing(const std::vector<Subject>& cases) {
  if (const std::string empty = empty_text(cases); !empty.empty()) return empty;
  Spots spots = spots_of(cases);
  if (failing(spots) < 3) return "";
  const Spot one = first_failing(spots);
  std::vector<std::string> parts{channels_text(spots)};
  const auto add = [&](std::int64_t Spot::*place, const char* what) {
    if (restrict_to(spots, [&](const Spot& s) { return s.*place == one.*place; })) parts.push_back(fmt::format("{} {}", what, one.*place));
  };
  add(&Spot::head, "head"), add(&Spot::image, "image"), add(&Spot::anchor, "anchor");
  parts.push_back(indices_text(spots));
  std::string text;
  for (const std::string& part : parts)
    if (!part.empty()) text += (text.empty() ? "all failing elements: " : ", ") + part;
  return text;
}

}  // namespace yologold
