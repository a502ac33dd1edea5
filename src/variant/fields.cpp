#include "variant/fields.hpp"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "json/readers.hpp"
#include "json/text.hpp"
#include "variant/field_keys.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

using nlohmann::json;

constexpr std::array every{true, true, true, true}, v1_only{true, false, false, false}, anchored{false, true, true, true}, v4_only{false, false, false, true};

template <class List, class Print>
std::string print_list(const List& list, Print print) {
  std::string text;
  for (const auto& item : list) text.append(text.empty() ? "" : ", ").append(print(item));
  return "[" + text + "]";
}

std::string print_pair(double first, double second) { return "[" + decimal(first) + ", " + decimal(second) + "]"; }

std::array<double, 2> read_pair(const json& value, const Place& place) {
  if (read_list(value, place).size() != 2) throw Error(place.str(), "must hold two numbers, not " + std::to_string(value.size()), "[width, height]");
  return {read_number(value[0], place.at(std::size_t{0})), read_number(value[1], place.at(std::size_t{1}))};
}

/// A list into a vector, item by item.
template <class Item, class Read>
std::vector<Item> read_items(const json& value, const Place& place, Read read) {
  std::vector<Item> items;
  for (std::size_t i = 0; i < read_list(value, place).size(); ++i) items.push_back(read(value[i], place.at(i)));
  return items;
}

json list_of(json items) { return {{"type", "array"}, {"items", std::move(items)}}; }
json size_pair(json number) { return {{"type", "array"}, {"items", std::move(number)}, {"minItems", 2}, {"maxItems", 2}}; }
json whole_from(int low) { return {{"type", "integer"}, {"minimum", low}}; }
json above_zero() { return {{"type", "number"}, {"exclusiveMinimum", 0}}; }

// What the variant is.

void read_family(const json& value, const Place& place, Variant& variant) { variant.family = families[read_name(value, place, family_names, "a family")]; }
std::string print_family(const Variant& variant) { return quote(name_of(variant.family)); }
json family_schema() { return {{"enum", family_names}}; }

void read_title(const json& value, const Place& place, Variant& variant) { variant.name = read_string(value, place); }
std::string print_title(const Variant& variant) { return quote(variant.name); }
json title_schema() { return {{"type", "string"}}; }

// Counts and sizes.

void read_classes(const json& value, const Place& place, Variant& variant) { variant.classes = read_whole(value, place); }
std::string print_classes(const Variant& variant) { return std::to_string(variant.classes); }
json classes_schema() { return whole_from(0); }

void read_predictors(const json& value, const Place& place, Variant& variant) { variant.predictors = read_whole(value, place); }
std::string print_predictors(const Variant& variant) { return std::to_string(variant.predictors); }
json predictors_schema() { return whole_from(1); }

void read_image(const json& value, const Place& place, Variant& variant) { variant.image = read_pair(value, place); }
std::string print_image(const Variant& variant) { return variant.image == std::array{0.0, 0.0} ? "" : print_pair(variant.image[0], variant.image[1]); }
json image_schema() { return size_pair(above_zero()); }

// Anchors and heads.

void read_unit(const json& value, const Place& place, Variant& variant) {
  variant.anchor_unit = static_cast<AnchorUnit>(read_name(value, place, anchor_unit_names, "a unit of anchors"));
}
std::string print_unit(const Variant& variant) { return quote(anchor_unit_names[static_cast<std::size_t>(variant.anchor_unit)]); }
json unit_schema() { return {{"enum", anchor_unit_names}}; }

void read_anchors(const json& value, const Place& place, Variant& variant) {
  variant.anchors = read_items<Anchor>(value, place, [](const json& item, const Place& at) {
    const auto [w, h] = read_pair(item, at);
    return Anchor{w, h};
  });
}
std::string print_anchors(const Variant& variant) {
  return variant.anchors.empty() ? "" : print_list(variant.anchors, [](const Anchor& anchor) { return print_pair(anchor.w, anchor.h); });
}
json anchors_schema() { return list_of(size_pair(above_zero())); }

void read_masks(const json& value, const Place& place, Variant& variant) {
  const auto read_index = [](const json& item, const Place& at) { return static_cast<int>(read_whole(item, at)); };
  variant.masks = read_items<std::vector<int>>(value, place, [&](const json& item, const Place& at) { return read_items<int>(item, at, read_index); });
}
std::string print_masks(const Variant& variant) {
  const auto print_mask = [](const std::vector<int>& mask) { return print_list(mask, [](int index) { return std::to_string(index); }); };
  return variant.masks.empty() ? "" : print_list(variant.masks, print_mask);
}
json masks_schema() { return list_of({{"type", "array"}, {"items", whole_from(0)}, {"minItems", 1}, {"uniqueItems", true}}); }

std::string print_doubles(const std::vector<double>& list) { return list.empty() ? "" : print_list(list, decimal); }

void read_scale_xy(const json& value, const Place& place, Variant& variant) { variant.scale_xy = read_items<double>(value, place, read_number<json>); }
std::string print_scale_xy(const Variant& variant) { return print_doubles(variant.scale_xy); }
json scale_xy_schema() { return list_of({{"type", "number"}, {"minimum", 1}}); }

void read_head_weight(const json& value, const Place& place, Variant& variant) { variant.head_weight = read_items<double>(value, place, read_number<json>); }
std::string print_head_weight(const Variant& variant) { return print_doubles(variant.head_weight); }
json head_weight_schema() { return list_of({{"type", "number"}, {"minimum", 0}}); }

constexpr VariantKey table[] = {
    {keys::family, "which of the four losses", every, read_family, print_family, family_schema},
    {keys::name, "shown in reports; no meaning", every, read_title, print_title, title_schema},
    {keys::classes, "C; 0: taken from the channels of the heads", every, read_classes, print_classes, classes_schema},
    {keys::predictors, "B, boxes a cell", v1_only, read_predictors, print_predictors, predictors_schema},
    {keys::image, "width and height of the network input in pixels", every, read_image, print_image, image_schema},
    {keys::anchor_unit, "the unit the anchors are written in", anchored, read_unit, print_unit, unit_schema},
    {keys::anchors, "[width, height] of every anchor, of all heads", anchored, read_anchors, print_anchors, anchors_schema},
    {keys::masks, "per head, the indices of its anchors in channel order; none: one head with all of them", anchored, read_masks, print_masks, masks_schema},
    {keys::scale_xy, "grid sensitivity s per head; none: 1", v4_only, read_scale_xy, print_scale_xy, scale_xy_schema},
    {keys::head_weight, "factor of every term of a head; none: 1", every, read_head_weight, print_head_weight, head_weight_schema},
};

}  // namespace

std::span<const VariantKey> fields() { return table; }

const VariantKey* find_field(std::string_view key) {
  const auto found = std::ranges::find(table, key, &VariantKey::key);
  return found == std::end(table) ? nullptr : &*found;
}

}  // namespace yologold
