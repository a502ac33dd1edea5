#include "variant/schema.hpp"

#include "json/json.hpp"
#include "json/text.hpp"
#include "variant/field_keys.hpp"
#include "variant/fields.hpp"
#include "variant/key_list.hpp"
#include "variant/use_rules.hpp"

namespace yologold {

namespace {

std::string key(std::string_view text) { return std::string(text); }

/// "default: v2 grid, v3 off": the families it applies to, with what holds there.
template <class Info, class Word>
std::string defaults_of(const Info& info, Word word) {
  std::string text;
  for (const Family family : families)
    if (info.applies(family)) text.append(text.empty() ? "default: " : ", ").append(name_of(family)).append(" ").append(word(family));
  return text;
}

Json describe(const ChoiceInfo& choice) {
  std::string text = key(choice.doc) + "\n" + defaults_of(choice, [&](Family family) { return choice.entries[choice.default_of(family)].name; });
  Json names = Json::array();
  for (const EntryInfo& entry : choice.entries) {
    names.push_back(entry.name);
    text += "\n" + key(entry.name) + ": " + key(entry.formula) + (entry.doc.empty() ? "" : " - " + key(entry.doc));
  }
  return {{"description", text}, {"enum", names}};
}

Json describe(const NumberInfo& number) {
  const std::string defaults = defaults_of(number, [&](Family family) { return decimal(number.default_of(family)); });
  return {{"description", key(number.doc) + "\n" + defaults}, {"type", "number"}, {"minimum", number.low}, {"maximum", number.high}};
}

Json properties() {
  Json all{{key(keys::comment), true}, {key(keys::schema), {{"type", "string"}}}};
  all[key(keys::base)] = {{"description", "the variant whose keys are taken first; it may not have a base itself"}, {"type", "string"}};
  for (const VariantKey& field : fields()) {
    Json& property = all[key(field.key)] = {{"description", field.doc}};
    property.update(Json(field.schema()));
  }
  for (const ChoiceInfo& choice : choices()) all[key(choice.key)] = describe(choice);
  for (const NumberInfo& number : numbers()) all[key(number.key)] = describe(number);
  return all;
}

Json when(std::string_view name, const Json& value, const Json& then) {
  const Json condition{{"properties", {{key(name), value}}}, {"required", {name}}};
  return {{"if", condition}, {"then", then}};
}

/// A family has its keys, and no others.
Json family_rule(Family family) {
  std::vector<std::string_view> own = keys_of(family);
  own.insert(own.end(), {keys::comment, keys::schema});
  return when(keys::family, {{"const", name_of(family)}}, {{"propertyNames", {{"enum", own}}}});
}

/// A key does not stand beside an entry with which it is not read.
Json use_rule(const UseRule& rule) {
  Json idle = Json::array();
  for (std::size_t i = 0; i < rule.choice->entries.size(); ++i)
    if (!reads(rule, i)) idle.push_back(rule.choice->entries[i].name);
  return when(rule.choice->key, {{"enum", idle}}, {{"not", {{"required", {rule.key}}}}});
}

}  // namespace

std::string variant_schema() {
  Json rules = Json::array();
  for (const Family family : families) rules.push_back(family_rule(family));
  for (const UseRule& rule : use_rules()) rules.push_back(use_rule(rule));
  Json need = Json::array();
  for (const std::string_view name : {keys::family, keys::base}) need.push_back({{"required", Json::array({name})}});
  const Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"},
                    {"title", "A yologold variant"},
                    {"type", "object"},
                    {"properties", properties()},
                    {"additionalProperties", false},
                    {"anyOf", need},
                    {"allOf", rules}};
  return schema.dump(2);
}

}  // namespace yologold
