#include "variant/resolve.hpp"

#include <filesystem>
#include <numeric>
#include <optional>

#include "json/names.hpp"
#include "json/readers.hpp"
#include "json/text.hpp"
#include "variant/catalogue.hpp"
#include "variant/contradictions.hpp"
#include "variant/field_keys.hpp"
#include "variant/fields.hpp"
#include "variant/key_list.hpp"
#include "variant/use_rules.hpp"
#include "variant/validate.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

std::optional<Family> family_of(const Document& document) {
  const auto written = document.values.find(keys::family);
  if (written == document.values.end()) return std::nullopt;
  Variant variant;
  find_field(keys::family)->read(written->second, document.sources.place_of(keys::family), variant);
  return variant.family;
}

void check_keys(const Document& document, std::optional<Family> family) {
  for (const auto& [key, value] : document.values) {
    const auto own = families_of(key), known = keys_of(family);
    const std::string place = document.sources.place_of(key).str();
    if (own.empty()) throw Error(place, is_not(key, "a key", known), join(known));
    if (family && std::find(own.begin(), own.end(), name_of(*family)) == own.end())
      throw Error(place, quote(key) + " does not apply to " + std::string(name_of(*family)) + ", only to " + join(own), join(known));
  }
}

void read_choice(const ChoiceInfo& choice, const nlohmann::json& value, const Place& place, Variant& variant) {
  std::vector<std::string_view> names;
  for (const EntryInfo& entry : choice.entries) names.push_back(entry.name);
  choice.set(variant, read_name(value, place, names, "a choice of " + std::string(choice.key)));
}

void read_key(const std::string& key, const nlohmann::json& value, const Place& place, Variant& variant) {
  if (const VariantKey* field = find_field(key)) field->read(value, place, variant);
  if (const ChoiceInfo* choice = find_choice(key)) read_choice(*choice, value, place, variant);
  if (const NumberInfo* number = find_number(key)) variant.*number->member = read_number(value, place);
}

/// A key that is not read is refused, unless it was written before the choice that is to blame: then it is taken back.
void settle_unread(const Document& document, Variant& variant) {
  const Variant defaults = seed(variant.family);
  for (const auto& [key, value] : document.values) {
    const UseRule* rule = unread_by(key, variant);
    if (!rule) continue;
    const Sources& sources = document.sources;
    if (sources.layer_of(key) >= sources.layer_of(rule->choice->key))
      throw Error(sources.place_of(key).str(),
                  quote(key) + " is not read with " + std::string(rule->choice->key) + " " + std::string(rule->choice->entry_of(variant).name),
                  readers_of(*rule));
    if (const ChoiceInfo* choice = find_choice(key)) choice->set(variant, choice->get(defaults));
    if (const NumberInfo* number = find_number(key)) variant.*number->member = defaults.*number->member;
  }
}

/// Where noobj is not written, or only before an ignore rule that contradicts it, it follows the rule.
void settle_noobj(const Document& document, Variant& variant) {
  const Layer noobj = document.sources.layer_of(choice_of<Noobj>().key), ignore = document.sources.layer_of(choice_of<Ignore>().key);
  if (!noobj_contradicts_ignore(variant) || (noobj != Layer::nobody && noobj >= ignore)) return;
  variant.noobj = variant.noobj == Noobj::complement ? Noobj::complement_minus_ignored : Noobj::complement;
}

void settle_masks(Variant& variant) {
  if (variant.anchors.empty() || !variant.masks.empty()) return;
  auto& mask = variant.masks.emplace_back(variant.anchors.size());
  std::iota(mask.begin(), mask.end(), 0);
}

}  // namespace

Variant resolve(const Document& document) {
  // Find out what is allowed.
  const std::optional<Family> family = family_of(document);
  check_keys(document, family);
  if (!family) throw Error(document.sources.root.at(keys::family).str(), "is missing", join(family_names));

  // Take what is written over the seed.
  Variant variant = seed(*family);
  variant.name = std::filesystem::path(document.sources.root.document).stem().string();
  for (const auto& [key, value] : document.values) read_key(key, value, document.sources.place_of(key), variant);

  // Settle what the choices decide about other keys.
  settle_unread(document, variant);
  settle_noobj(document, variant);
  settle_masks(variant);
  validate(variant, document.sources);
  return variant;
}

}  // namespace yologold
