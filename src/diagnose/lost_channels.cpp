#include <algorithm>
#include <limits>
#include <set>

#include "diagnose/carry.hpp"
#include "diagnose/hypothesis.hpp"
#include "golden/report_json.hpp"
#include "json/text.hpp"

namespace yologold {
namespace {

using ChannelSet = std::set<std::int64_t>;

// The channels in which the golden has a value that is not 0, and those of the actual.
struct Written {
  ChannelSet golden, actual;
};

Written written(const Scene& scene) {
  Written result;
  for (std::size_t k = 0; k < scene.actual.size(); ++k) {
    const HeadShape& s = scene.setting.shapes[k];
    const auto cells = static_cast<std::size_t>(s.h * s.w);
    const auto planes = planes_of(s);
    for (const Element& e : scene.golden.heads[k])
      if (e.value != 0) result.golden.insert(planes[e.at / cells].channel);
    for (const Plane& p : planes) {
      const auto begin = scene.actual[k].begin() + static_cast<std::ptrdiff_t>(p.begin);
      if (std::any_of(begin, begin + static_cast<std::ptrdiff_t>(cells), [](double g) { return g != 0; })) result.actual.insert(p.channel);
    }
  }
  return result;
}

// The channels from `first` to before `end` that are lost; none where all are, which is another mistake.
void add_lost(const Written& all, std::int64_t first, std::int64_t end, ChannelSet& lost) {
  ChannelSet here;
  std::size_t there = 0;
  for (auto c = all.golden.lower_bound(first); c != all.golden.end() && *c < end; ++c) {
    ++there;
    if (!all.actual.count(*c)) here.insert(*c);
  }
  if (here.size() < there) lost.merge(here);
}

std::string sentence_of(const ChannelSet& lost) {
  std::vector<std::string> names;
  for (const std::int64_t channel : lost) names.push_back(channel_name(channel));
  return lost.size() == 1 ? "channel " + names[0] + " is never written" : "channels " + join(names) + " are never written";
}

}  // namespace

void add_lost_channels(const Scene& scene, std::vector<Hypothesis>& list) {
  const Written all = written(scene);
  ChannelSet lost;
  add_lost(all, 0, 4, lost);
  add_lost(all, 5, std::numeric_limits<std::int64_t>::max(), lost);
  if (lost.empty()) return;
  const auto clear = [lost](Prediction& p, const Scene& s) {
    std::vector<std::vector<Plane>> planes;
    for (const HeadShape& shape : s.setting.shapes) planes.push_back(planes_of(shape));
    change_values(p, s, [&](double g, std::size_t k, std::size_t at) {
      return lost.count(planes[k][at / static_cast<std::size_t>(s.setting.shapes[k].h * s.setting.shapes[k].w)].channel) ? 0 : g;
    });
  };
  std::string sentence = sentence_of(lost);
  list.push_back(
      {.id = "channels-lost", .sentence = sentence, .look = "the bounds of the loop over the channels", .group = "lost", .after = clear, .number = sentence});
}

}  // namespace yologold
