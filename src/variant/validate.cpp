#include "variant/validate.hpp"

#include <algorithm>
#include <limits>

#include "json/text.hpp"
#include "variant/catalogue.hpp"
#include "variant/contradictions.hpp"
#include "variant/field_keys.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

constexpr double largest = std::numeric_limits<double>::max();

void check_range(double value, double low, double high, const Place& place, const std::string& range) {
  if (!(value >= low && value <= high)) throw Error(place.str(), decimal(value) + " is out of range", range);
}

void check_numbers(const Variant& variant, const Sources& sources) {
  for (const NumberInfo& number : numbers())
    if (number.applies(variant.family))
      check_range(variant.*number.member, number.low, number.high, sources.place_of(number.key), decimal(number.low) + " to " + decimal(number.high));
}

void check_size(double value, const Place& place) { check_range(value, std::numeric_limits<double>::denorm_min(), largest, place, "above 0, finite"); }

void check_counts(const Variant& variant, const Sources& sources) {
  constexpr auto most = std::numeric_limits<std::int32_t>::max();
  const auto check = [&](std::int64_t value, std::int64_t low, const Place& place) {
    if (value < low || value > most) throw Error(place.str(), std::to_string(value) + " is out of range", std::to_string(low) + " to " + std::to_string(most));
  };
  check(variant.classes, 0, sources.place_of(keys::classes));
  if (variant.family == Family::v1) check(variant.predictors, 1, sources.place_of(keys::predictors));
}

void check_image(const Variant& variant, const Sources& sources) {
  const Place place = sources.place_of(keys::image);
  if (sources.layer_of(keys::image) == Layer::nobody && !knows_image(variant)) return;
  for (std::size_t i = 0; i < 2; ++i) check_size(variant.image[i], place.at(i));
}

void check_anchors(const Variant& variant, const Sources& sources) {
  const Place place = sources.place_of(keys::anchors);
  for (std::size_t i = 0; i < variant.anchors.size(); ++i) {
    check_size(variant.anchors[i].w, place.at(i).at(std::size_t{0}));
    check_size(variant.anchors[i].h, place.at(i).at(std::size_t{1}));
  }
}

void check_mask(const std::vector<int>& mask, std::size_t anchors, const Place& place) {
  if (mask.empty()) throw Error(place.str(), "a head without anchors", "one index or more");
  for (std::size_t i = 0; i < mask.size(); ++i) {
    const auto index = std::to_string(mask[i]);
    const auto before = mask.begin() + static_cast<std::ptrdiff_t>(i);
    if (anchors == 0) throw Error(place.at(i).str(), "there are no anchors");
    if (mask[i] < 0 || static_cast<std::size_t>(mask[i]) >= anchors)
      throw Error(place.at(i).str(), index + " is not the index of an anchor", "0 to " + std::to_string(anchors - 1));
    if (std::find(mask.begin(), before, mask[i]) != before) throw Error(place.at(i).str(), "anchor " + index + " stands twice in one mask");
  }
}

/// One value a head, where anything is said.
void check_per_head(const std::vector<double>& list, double low, const Variant& variant, const Place& place) {
  for (std::size_t i = 0; i < list.size(); ++i) check_range(list[i], low, largest, place.at(i), decimal(low) + " or more, finite");
  if (!list.empty() && !variant.masks.empty() && list.size() != variant.masks.size())
    throw Error(place.str(), "has " + std::to_string(list.size()) + " entries for " + std::to_string(variant.masks.size()) + " heads", "one entry a mask");
}

void check_heads(const Variant& variant, const Sources& sources) {
  if (variant.family != Family::v1) {
    check_anchors(variant, sources);
    const Place masks = sources.place_of(keys::masks);
    for (std::size_t i = 0; i < variant.masks.size(); ++i) check_mask(variant.masks[i], variant.anchors.size(), masks.at(i));
  }
  if (variant.family == Family::v4) check_per_head(variant.scale_xy, 1, variant, sources.place_of(keys::scale_xy));
  check_per_head(variant.head_weight, 0, variant, sources.place_of(keys::head_weight));
}

}  // namespace

void validate(const Variant& variant, const Sources& sources) {
  check_numbers(variant, sources);
  check_counts(variant, sources);
  check_image(variant, sources);
  check_heads(variant, sources);
  check_contradictions(variant, sources);
}

}  // namespace yologold
