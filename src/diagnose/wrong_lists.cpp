#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "diagnose/hypothesis.hpp"

namespace yologold {
namespace {

// Keeps the truths for which keep(image, index, truth) holds.
template <class Keep>
void keep_truths(Setting& s, Keep&& keep) {
  std::vector<Truth> kept;
  std::vector<std::int64_t> first{0};
  for (std::size_t n = 0; n + 1 < s.first.size(); ++n) {
    for (std::int64_t i = s.first[n]; i < s.first[n + 1]; ++i)
      if (const Truth& truth = s.truths[static_cast<std::size_t>(i)]; keep(n, i - s.first[n], truth)) kept.push_back(truth);
    first.push_back(static_cast<std::int64_t>(kept.size()));
  }
  s.truths = std::move(kept), s.first = std::move(first);
}

/// What the actual holds in the box of a pair's slot, and in its classes: in v3 the gate may leave nothing else.
struct SlotGradients {
  bool due = false, there = false;  ///< the golden is not 0, the actual is not 0
};

SlotGradients written(const Scene& scene, const Pair& pair) {
  const auto k = static_cast<std::size_t>(pair.head);
  const HeadShape& s = scene.setting.shapes[k];
  const std::int64_t block = s.shared_classes ? 5 : 5 + s.c, planes = s.a * block + (s.shared_classes ? s.c : 0);
  SlotGradients result;
  for (std::int64_t channel = 0; channel < (s.shared_classes ? 4 : block); ++channel) {
    if (channel == 4) continue;
    const auto at = static_cast<std::size_t>(((pair.image * planes + pair.anchor * block + channel) * s.h + pair.y) * s.w + pair.x);
    result.due |= scene.golden.element(k, at).value != 0, result.there |= scene.actual[k][at] != 0;
  }
  return result;
}

bool share_slot(const Pair& a, const Pair& b) { return a.head == b.head && a.image == b.image && a.anchor == b.anchor && a.y == b.y && a.x == b.x; }

void add_first_few(const Scene& scene, std::vector<Hypothesis>& list) {
  // Look for the first truth that left nothing in its slot, and the last that has its own slot and left something.
  const auto computed = run(scene.setting);
  if (!computed) return;
  constexpr std::int32_t none = std::numeric_limits<std::int32_t>::max(), tried = 4;
  const std::vector<Pair>& pairs = computed->report.pairs;
  std::int32_t least = 2, most = none;
  for (const Pair& pair : pairs) {
    const auto [due, there] = written(scene, pair);
    if (due && !there) most = std::min(most, pair.truth);
    if (due && there && std::none_of(pairs.begin(), pairs.end(), [&](const Pair& other) { return &other != &pair && share_slot(other, pair); }))
      least = std::max(least, pair.truth + 1);
  }

  // Between them lies how many take part.
  for (std::int32_t count = least; most != none && count <= std::min(most, least + tried); ++count)
    list.push_back({.id = fmt::format("truths-first-{}", count),
                    .sentence = fmt::format("only the first {} truths of every image take part", count),
                    .look = "the size of the list of truths",
                    .group = "truths",
                    .before = [count](Setting& s) { keep_truths(s, [count](std::size_t, std::int64_t i, const Truth&) { return i < count; }); },
                    .fitted = true});
}

void add_lists(const Scene& scene, std::vector<Hypothesis>& list) {
  const auto add_before = [&](std::string id, std::string sentence, const char* look, std::function<void(Setting&)> before) {
    list.push_back({.id = std::move(id), .sentence = std::move(sentence), .look = look, .group = "truths", .before = std::move(before)});
  };
  const char* const padding = "the loop over truths: how it knows the end of the list";
  add_before("truths-end-at-zero", "the list of truths ends at the first one with a centre x of 0, as padding is told in darknet", padding,
             [](Setting& setting) {
               std::vector<bool> ended(setting.first.size());
               keep_truths(setting, [&](std::size_t n, std::int64_t, const Truth& truth) { return !(ended[n] = ended[n] || truth.cx == 0); });
             });
  if (scene.setting.shapes[0].n > 1)
    add_before("truths-in-image-0", "the truths of all images are put into image 0", "the image index of the truths",
               [](Setting& setting) { std::fill(setting.first.begin() + 1, setting.first.end(), static_cast<std::int64_t>(setting.truths.size())); });
}

}  // namespace

void add_wrong_lists(const Scene& scene, std::vector<Hypothesis>& list) {
  add_lists(scene, list);
  add_first_few(scene, list);
}

}  // namespace yologold
