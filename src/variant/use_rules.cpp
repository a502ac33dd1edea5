#include "variant/use_rules.hpp"

#include <initializer_list>
#include <vector>

#include "json/text.hpp"

namespace yologold {

namespace {

template <class Choice>
UseRule read_with(std::string_view key, std::initializer_list<Choice> entries) {
  UseRule rule{key, &choice_of<Choice>(), 0};
  for (const Choice entry : entries) rule.entries |= 1u << static_cast<unsigned>(entry);
  return rule;
}

template <class Choice>
UseRule read_unless(std::string_view key, Choice entry) {
  const UseRule with = read_with(key, {entry});
  return {key, with.choice, ~with.entries};
}

}  // namespace

std::span<const UseRule> use_rules() {
  static const std::vector<UseRule> rules{
      read_with(number_of(&Variant::match_ratio).key, {AnchorMatch::ratio}),
      read_unless(number_of(&Variant::gate_thresh).key, PriorGate::off),
      read_with(number_of(&Variant::class_thresh).key, {Ignore::decoded_any_class}),
      read_with(number_of(&Variant::smoothing_eps).key, {LabelSmoothing::half_eps, LabelSmoothing::eps_over_c}),
      read_with(choice_of<Alpha>().key, {BoxLoss::ciou}),
      read_with(choice_of<AspectDenominator>().key, {BoxLoss::ciou}),
      read_with(choice_of<Subgradient>().key, {IouTarget::differentiated}),
      read_unless(choice_of<Subgradient>().key, BoxLoss::squared),
  };
  return rules;
}

bool reads(const UseRule& rule, std::size_t entry) { return (rule.entries >> entry & 1u) != 0; }

const UseRule* unread_by(std::string_view key, const Variant& variant) {
  for (const UseRule& rule : use_rules())
    if (rule.key == key && rule.choice->applies(variant.family) && !reads(rule, rule.choice->get(variant))) return &rule;
  return nullptr;
}

std::string readers_of(const UseRule& rule) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < rule.choice->entries.size(); ++i)
    if (reads(rule, i)) names.push_back(rule.choice->entries[i].name);
  return std::string(rule.choice->key) + " " + join(names);
}

}  // namespace yologold
