#include <algorithm>

#include "diagnose/hypothesis.hpp"
#include "variant/catalogue.hpp"

namespace yologold {
namespace {

void add(std::string id, std::string sentence, const char* look, std::function<void(Setting&)> before, std::vector<Hypothesis>& list) {
  list.push_back({.id = std::move(id), .sentence = std::move(sentence), .look = look, .group = "anchors", .before = std::move(before)});
}

// Leaves the rule of an anchor's place alone where the result would not fit the heads.
bool heads_alike(const Variant& variant) {
  return std::all_of(variant.masks.begin(), variant.masks.end(), [&](const auto& mask) { return mask.size() == variant.masks[0].size(); });
}

}  // namespace

void add_wrong_anchors(const Scene& scene, std::vector<Hypothesis>& list) {
  const Variant& v = scene.setting.variant;
  if (v.family == Family::v1) return;

  // Take each anchor's numbers wrongly.
  add(
      "anchors-wh-swapped", "width and height of the anchors are exchanged", "the order of the anchor list",
      [](Setting& s) {
        for (Anchor& a : s.variant.anchors) std::swap(a.w, a.h);
      },
      list);
  for (std::size_t unit = 0; unit < anchor_unit_names.size(); ++unit)
    if (unit != static_cast<std::size_t>(v.anchor_unit))
      add(
          "anchors-as-" + std::string(anchor_unit_names[unit]), "the anchors' numbers are taken in the unit \"" + std::string(anchor_unit_names[unit]) + "\"",
          "the division of the anchors by stride or image size", [unit](Setting& s) { s.variant.anchor_unit = static_cast<AnchorUnit>(unit); }, list);

  // Take the wrong anchor.
  add(
      "anchors-reversed", "the anchors of each head are in reversed order", "the masks, and the channel order of the anchors",
      [](Setting& s) {
        for (auto& mask : s.variant.masks) std::reverse(mask.begin(), mask.end());
      },
      list);
  add(
      "anchors-next", "every anchor index is one too small: the next anchor's size is used", "the index into the anchor list",
      [](Setting& s) { std::rotate(s.variant.anchors.begin(), s.variant.anchors.begin() + 1, s.variant.anchors.end()); }, list);
  add(
      "anchors-previous", "every anchor index is one too large: the previous anchor's size is used", "the index into the anchor list",
      [](Setting& s) { std::rotate(s.variant.anchors.begin(), s.variant.anchors.end() - 1, s.variant.anchors.end()); }, list);
  if (v.masks.size() > 1 && heads_alike(v))
    add(
        "anchors-heads-reversed", "the first head has the last head's anchors and the reverse", "the order of heads and masks",
        [](Setting& s) { std::reverse(s.variant.masks.begin(), s.variant.masks.end()); }, list);
}

}  // namespace yologold
