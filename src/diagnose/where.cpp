#include "diagnose/where.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "golden/report_json.hpp"

namespace yologold {
namespace {

// An element that may differ: it is not 0 in the golden, or fails.
struct Spot {
  std::int32_t head, image, anchor, channel, cell, cells, index;  ///< index in [N, A, H, W] of its channel
  bool fails;
};
using Spots = std::vector<Spot>;

Spot spot_at(std::size_t head, const Plane& p, std::int64_t cell, std::int64_t cells, std::int64_t index, bool fails) {
  const auto narrow = [](auto number) { return static_cast<std::int32_t>(number); };
  return {narrow(head), narrow(p.image), narrow(p.anchor), narrow(p.channel), narrow(cell), narrow(cells), narrow(index), fails};
}

Spots spots_of(const Subject& one) {
  Spots spots;
  for (std::size_t k = 0; k < one.scene.actual.size(); ++k) {
    const HeadShape& s = one.scene.setting.shapes[k];
    const auto cells = s.h * s.w;
    auto next = one.scene.golden.heads[k].begin();
    const auto end = one.scene.golden.heads[k].end();
    for (const Plane& p : planes_of(s))
      for (std::int64_t i = 0; i < cells; ++i) {
        const std::size_t at = p.begin + static_cast<std::size_t>(i);
        while (next != end && next->at < at) ++next;
        const bool moves = next != end && next->at == at && next->value != 0, fails = one.examiner.fails(k, at);
        if (moves || fails) spots.push_back(spot_at(k, p, i, cells, (p.image * s.a + p.anchor) * cells + i, fails));
      }
  }
  return spots;
}

std::int64_t failing(const Spots& spots) {
  return std::count_if(spots.begin(), spots.end(), [](const Spot& s) { return s.fails; });
}

// Keeps what lies inside, where all failing ones do, and as many as there are outside would hardly all be spared by chance.
template <class Inside>
bool restrict_to(Spots& spots, Inside&& inside) {
  constexpr double chance = 1e-3, least = 0.25;
  if (std::any_of(spots.begin(), spots.end(), [&](const Spot& s) { return s.fails && !inside(s); })) return false;
  const auto fail = static_cast<double>(failing(spots)), kept = static_cast<double>(std::count_if(spots.begin(), spots.end(), inside));
  if (fail < 3 || fail < least * kept) return false;
  const double share = fail / (kept + 1), outside = static_cast<double>(spots.size()) - kept;
  if (std::pow(1 - share, outside) > chance) return false;
  spots.erase(std::remove_if(spots.begin(), spots.end(), [&](const Spot& s) { return !inside(s); }), spots.end());
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

// The end of every plane: so many elements, or where planes differ in size those that are no whole vector.
std::string tail_text(Spots& spots, std::int64_t tail) {
  const bool one_size = std::all_of(spots.begin(), spots.end(), [&](const Spot& s) { return s.cells == spots[0].cells; });
  for (std::int32_t width = 4; width <= 256 && !one_size; width *= 2)
    if (restrict_to(spots, [&](const Spot& s) { return s.cell >= s.cells - s.cells % width; }))
      return fmt::format("what is no whole vector of {} at the end of every plane", width);
  return one_size && restrict_to(spots, [&](const Spot& s) { return s.cell >= s.cells - tail; }) ? fmt::format("the last {} of every plane", tail) : "";
}

// A part of every plane or of a channel, by its indices.
std::string indices_text(Spots& spots) {
  std::int64_t step = 0, tail = 0;
  const std::int64_t first = first_failing(spots).index;
  for (const Spot& s : spots)
    if (s.fails) step = std::gcd(step, s.index - first), tail = std::max<std::int64_t>(tail, s.cells - s.cell);
  if (step > 1 && restrict_to(spots, [&](const Spot& s) { return s.index % step == first % step; }))
    return fmt::format("indices = {} mod {} in [N, A, H, W]", first % step, step);
  if (const std::string text = tail_text(spots, tail); !text.empty()) return text;
  std::int64_t from = first;
  for (const Spot& s : spots)
    if (s.fails) from = std::min<std::int64_t>(from, s.index);
  return restrict_to(spots, [&](const Spot& s) { return s.index >= from; }) ? fmt::format("indices from {} on in [N, A, H, W]", from) : "";
}

// Box and class gradients where there is no truth.
std::string empty_text(const Subject& one) {
  std::int64_t empty = 0, stands = 0;
  bool box = false, classes = false;
  for (std::size_t k = 0; k < one.scene.actual.size(); ++k) {
    const HeadShape& s = one.scene.setting.shapes[k];
    const std::int64_t cells = s.h * s.w;
    std::vector<std::uint8_t> full(static_cast<std::size_t>(s.slots())), hit = full;
    const auto planes = planes_of(s);
    const auto slot = [&](const Plane& p, std::int64_t cell) { return static_cast<std::size_t>((p.image * s.a + p.anchor) * cells + cell); };
    for (const Element& e : one.scene.golden.heads[k]) {
      const Plane& p = planes[e.at / static_cast<std::size_t>(cells)];
      if (p.channel != 4 && e.value != 0) full[slot(p, static_cast<std::int64_t>(e.at - p.begin))] = 1;
    }
    for (const Plane& p : planes)
      for (std::int64_t i = 0; p.channel != 4 && i < cells; ++i)
        if (one.examiner.fails(k, p.begin + static_cast<std::size_t>(i)) && !full[slot(p, i)]) hit[slot(p, i)] = 1, (p.channel < 4 ? box : classes) = true;
    empty += std::count(full.begin(), full.end(), 0), stands += std::count(hit.begin(), hit.end(), 1);
  }
  if (stands < 3 || stands * 4 < empty) return "";
  return fmt::format("{} gradients stand in {} of {} empty slots: uninitialised or not cleared?",
                     box && classes ? "box and class"
                     : box          ? "box"
                                    : "class",
                     stands, empty);
}

std::string where_in(const Subject& one_case) {
  if (const std::string empty = empty_text(one_case); !empty.empty()) return empty;
  Spots spots = spots_of(one_case);
  if (failing(spots) < 3) return "";
  const Spot one = first_failing(spots);
  std::vector<std::string> parts{channels_text(spots)};
  const auto add = [&](std::int32_t Spot::*place, const char* what) {
    if (restrict_to(spots, [&](const Spot& s) { return s.*place == one.*place; })) parts.push_back(fmt::format("{} {}", what, one.*place));
  };
  add(&Spot::head, "head"), add(&Spot::image, "image"), add(&Spot::anchor, "anchor");
  parts.push_back(indices_text(spots));
  std::string text;
  for (const std::string& part : parts)
    if (!part.empty()) text += (text.empty() ? "all failing elements: " : ", ") + part;
  return text;
}

}  // namespace

std::string where_failing(const std::vector<Subject>& cases) {
  std::optional<std::string> common;
  for (const Subject& one : cases) {
    if (one.examiner.failing() == 0) continue;
    const std::string where = where_in(one);
    if (common && *common != where) return "";
    common = where;
  }
  return common.value_or("");
}

}  // namespace yologold
