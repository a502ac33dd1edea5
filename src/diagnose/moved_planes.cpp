#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "diagnose/carry.hpp"
#include "diagnose/examiner.hpp"
#include "diagnose/hypothesis.hpp"
#include "golden/report_json.hpp"

namespace yologold {
namespace {

// The same plane of every image of a head.
struct Moved {
  std::size_t head = 0;
  std::int64_t anchor = 0, channel = 0;

  bool is(const Plane& p) const { return p.anchor == anchor && p.channel == channel; }
};

// Where a value of such a plane comes from: the first cell of a plane, and a step along it.
struct Origin {
  std::ptrdiff_t plane = 0;  ///< planes ahead
  std::ptrdiff_t step = 0;   ///< values come from that many elements before
};

// The only plane that fails; nothing where several do.
std::optional<Moved> only_failing(const Scene& scene, const Examiner& examiner) {
  std::set<std::array<std::int64_t, 3>> failing;
  for (std::size_t k = 0; k < scene.golden.heads.size(); ++k) {
    const HeadShape& s = scene.setting.shapes[k];
    for (const Plane& p : planes_of(s))
      for (std::int64_t i = 0; i < s.h * s.w && failing.size() < 2; ++i)
        if (examiner.fails(k, p.begin + static_cast<std::size_t>(i))) failing.insert({static_cast<std::int64_t>(k), p.anchor, p.channel});
  }
  if (failing.size() != 1) return std::nullopt;
  const auto& [head, anchor, channel] = *failing.begin();
  return Moved{static_cast<std::size_t>(head), anchor, channel};
}

// The element that stands at cell i of a plane; -1 outside.
std::ptrdiff_t source(const HeadShape& s, const Plane& p, std::ptrdiff_t i, const Origin& origin) {
  const std::ptrdiff_t cells = s.h * s.w, from = i - origin.step;
  const std::ptrdiff_t begin = static_cast<std::ptrdiff_t>(p.begin) + origin.plane * cells;
  return from < 0 || from >= cells || begin < 0 || begin >= s.elements() ? -1 : begin + from;
}

// Whether the whole plane is explained, and some value reappears where the golden has another: zeros that replace values show no origin.
bool explains(const Scene& scene, const Examiner& examiner, const Moved& moved, const Origin& origin) {
  bool reappears = false;
  const std::size_t k = moved.head;
  const HeadShape& s = scene.setting.shapes[k];
  for (const Plane& p : planes_of(s))
    for (std::ptrdiff_t i = 0; moved.is(p) && i < s.h * s.w; ++i) {
      const std::ptrdiff_t from = source(s, p, i, origin);
      const std::size_t to = p.begin + static_cast<std::size_t>(i);
      Element want = from < 0 ? scene.golden.absent(to) : scene.golden.element(k, static_cast<std::size_t>(from));
      want.at = to;
      if (!examiner.agrees(scene.actual[k][to], want, k)) return false;
      reappears = reappears || (scene.actual[k][to] != 0 && examiner.fails(k, to));
    }
  return reappears;
}

// The nearest origin that explains the plane whole.
std::optional<Origin> find_origin(const Scene& scene, const Examiner& examiner, const Moved& moved) {
  constexpr std::ptrdiff_t farthest_step = 256;
  const HeadShape& s = scene.setting.shapes[moved.head];
  for (std::ptrdiff_t step = 1; step < std::min<std::ptrdiff_t>(s.h * s.w, farthest_step); ++step)
    for (const Origin& origin : {Origin{0, step}, Origin{0, -step}})
      if (explains(scene, examiner, moved, origin)) return origin;
  const std::ptrdiff_t planes = s.shared_classes ? s.a * 5 + s.c : s.a * (5 + s.c);
  for (std::ptrdiff_t plane = 1; plane < planes; ++plane)
    for (const Origin& origin : {Origin{plane, 0}, Origin{-plane, 0}})
      if (explains(scene, examiner, moved, origin)) return origin;
  return std::nullopt;
}

std::string sentence(const Moved& moved, const Origin& origin) {
  const std::string which = fmt::format("the plane of head {}, anchor {}, channel {}", moved.head, moved.anchor, channel_name(moved.channel));
  if (origin.step != 0) return fmt::format("{} is written {} elements too {}", which, std::abs(origin.step), origin.step > 0 ? "far" : "early");
  return fmt::format("{} holds the values of the plane {} places {}", which, std::abs(origin.plane), origin.plane > 0 ? "on" : "before");
}

// Lets the plane's values come from their origin, in every image.
void move(Prediction& prediction, const Scene& scene, const Moved& moved, const Origin& origin) {
  prediction.settle();
  const HeadShape& s = scene.setting.shapes[moved.head];
  const auto cells = static_cast<std::size_t>(s.h * s.w);
  const std::vector<Plane> planes = planes_of(s);
  std::vector<Element> all;
  for (const Element& e : prediction.heads[moved.head])
    if (!moved.is(planes[e.at / cells])) all.push_back(e);
  for (const Plane& p : planes)
    for (std::size_t i = 0; moved.is(p) && i < cells; ++i) {
      const std::ptrdiff_t from = source(s, p, static_cast<std::ptrdiff_t>(i), origin);
      if (from < 0) continue;
      const Element e = prediction.element(moved.head, static_cast<std::size_t>(from));
      all.push_back({p.begin + i, e.value, e.slack});
    }
  std::sort(all.begin(), all.end(), [](const Element& a, const Element& b) { return a.at < b.at; });
  prediction.heads[moved.head] = std::move(all);
  change_values(prediction, scene, [](double value, std::size_t, std::size_t) { return value; });
}

}  // namespace

void add_moved_planes(const Scene& scene, std::vector<Hypothesis>& list) {
  const Examiner examiner(scene);
  const auto moved = only_failing(scene, examiner);
  if (!moved) return;
  const auto origin = find_origin(scene, examiner, *moved);
  if (!origin) return;
  list.push_back({.id = origin->step != 0 ? "plane-shifted" : "plane-of-another",
                  .sentence = sentence(*moved, *origin),
                  .look = "the offset of this plane in the output",
                  .group = "place",
                  .after = [moved = *moved, origin = *origin](Prediction& p, const Scene& s) { move(p, s, moved, origin); },
                  .fitted = true,
                  .number = sentence(*moved, *origin)});
}

}  // namespace yologold
