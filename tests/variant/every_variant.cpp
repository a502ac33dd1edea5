#include "variant/every_variant.hpp"

#include <algorithm>
#include <map>

#include "json/text.hpp"
#include "variant/catalogue.hpp"
#include "variant/use_rules.hpp"

namespace yologold {

namespace {

using Keys = std::map<std::string, std::string>;

std::string write(const Keys& keys) {
  std::string text;
  for (const auto& [key, value] : keys) text += (text.empty() ? "{" : ", ") + quote(key) + ": " + value;
  return text + "}";
}

Keys plain(Family family) {
  Keys keys{{"family", quote(name_of(family))}, {"name", R"("a \"name\" \u00e9")"}, {"image", "[416, 320.5]"}, {"classes", "7"}, {"head_weight", "[0.4, 1]"}};
  if (family == Family::v1) return keys.emplace("predictors", "3"), keys;
  keys.insert({{"anchors", "[[0.1, 3], [1e-3, 1e6], [2, 2]]"}, {"masks", "[[2], [1, 0]]"}, {"anchor_unit", "\"grid\""}});
  if (family == Family::v4) keys.emplace("scale_xy", "[1, 1.05]");
  return keys;
}

/// The choices with which a key is read.
void add_readers(std::string_view key, Family family, Keys& keys) {
  for (const UseRule& rule : use_rules()) {
    if (rule.key != key || !rule.choice->applies(family)) continue;
    for (std::size_t i = 0; i < rule.choice->entries.size(); ++i)
      if (reads(rule, i)) keys.insert_or_assign(std::string(rule.choice->key), quote(rule.choice->entries[i].name));
  }
}

void add_choice(const ChoiceInfo& choice, Family family, std::vector<std::string>& list) {
  for (const EntryInfo& entry : choice.entries) {
    if (family == Family::v4 && entry.name == name_of(Gradient::darknet_delta)) continue;
    Keys keys = plain(family);
    add_readers(choice.key, family, keys);
    if (entry.name == name_of(Noobj::complement_minus_ignored)) {
      if (!choice_of<Ignore>().applies(family)) continue;
      keys.emplace(choice_of<Ignore>().key, quote(name_of(Ignore::prior)));
    }
    keys.insert_or_assign(std::string(choice.key), quote(entry.name));
    list.push_back(write(keys));
  }
}

void add_number(const NumberInfo& number, Family family, std::vector<std::string>& list) {
  for (const double value : {number.low, number.high, number.low + (number.high - number.low) / 3}) {
    Keys keys = plain(family);
    add_readers(number.key, family, keys);
    keys.insert_or_assign(std::string(number.key), decimal(value));
    list.push_back(write(keys));
  }
}

}  // namespace

std::vector<std::string> every_variant() {
  std::vector<std::string> list;
  for (const Family family : families) {
    for (const ChoiceInfo& choice : choices())
      if (choice.applies(family)) add_choice(choice, family, list);
    for (const NumberInfo& number : numbers())
      if (number.applies(family)) add_number(number, family, list);
  }
  return list;
}

bool same(const Variant& a, const Variant& b) {
  const auto equal_anchor = [](const Anchor& left, const Anchor& right) { return left.w == right.w && left.h == right.h; };
  return a.name == b.name && a.family == b.family && a.classes == b.classes && a.predictors == b.predictors && a.image == b.image &&
         a.anchor_unit == b.anchor_unit && a.masks == b.masks && a.scale_xy == b.scale_xy && a.head_weight == b.head_weight &&
         std::ranges::equal(a.anchors, b.anchors, equal_anchor) &&
         std::ranges::all_of(choices(), [&](const ChoiceInfo& choice) { return choice.get(a) == choice.get(b); }) &&
         std::ranges::all_of(numbers(), [&](const NumberInfo& number) { return a.*number.member == b.*number.member; });
}

}  // namespace yologold
