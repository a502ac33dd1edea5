#include "diagnose/hypothesis.hpp"
#include "diagnose/wording.hpp"
#include "variant/use_rules.hpp"

namespace yologold {
namespace {

// Lets the no-object mask follow the ignore rule, as it does by default.
void follow_ignore(Variant& v) {
  if (v.family == Family::v1 || v.noobj == Noobj::object_free_cells) return;
  v.noobj = v.ignore == Ignore::off ? Noobj::complement : Noobj::complement_minus_ignored;
}

void add_entry(const ChoiceInfo& choice, std::size_t entry, std::vector<Hypothesis>& list) {
  const bool is_ignore = &choice == &choice_of<Ignore>();
  const auto change = [&choice, entry, is_ignore](Setting& setting) {
    choice.set(setting.variant, entry);
    if (is_ignore) follow_ignore(setting.variant);
  };
  list.push_back({.id = std::string(choice.key) + "=" + std::string(choice.entries[entry].name),
                  .sentence = sentence_of(choice, choice.entries[entry]),
                  .look = look_of(choice),
                  .group = std::string(choice.key),
                  .before = change});
}

}  // namespace

void add_wrong_choices(const Scene& scene, std::vector<Hypothesis>& list) {
  const Variant& variant = scene.setting.variant;
  for (const ChoiceInfo& choice : choices()) {
    if (!choice.applies(variant.family) || unread_by(choice.key, variant) || &choice == &choice_of<BadTruths>()) continue;
    for (std::size_t entry = 0; entry < choice.entries.size(); ++entry)
      if (entry != choice.get(variant)) add_entry(choice, entry, list);
  }
}

}  // namespace yologold
