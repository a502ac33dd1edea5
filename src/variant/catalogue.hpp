#pragma once
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "yologold/variant.hpp"

namespace yologold {

inline constexpr std::array families{Family::v1, Family::v2, Family::v3, Family::v4};
inline constexpr std::array<std::string_view, 4> family_names{"v1", "v2", "v3", "v4"};
inline constexpr std::array<std::string_view, 3> anchor_unit_names{"pixel", "grid", "image"};

constexpr std::string_view name_of(Family family) { return family_names[static_cast<std::size_t>(family)]; }

/// One way to choose.
struct EntryInfo {
  std::string_view name, formula, doc;
};

/// A choice of choices.inc: what the JSON calls it, and the member of Variant it stands for.
struct ChoiceInfo {
  std::string_view key, doc;
  std::array<std::string_view, 4> defaults;  ///< by family; "-": does not apply
  std::span<const EntryInfo> entries;        ///< in the order of the enumerators
  std::size_t (*get)(const Variant&);        ///< position in entries
  void (*set)(Variant&, std::size_t);

  bool applies(Family family) const { return defaults[static_cast<std::size_t>(family)] != "-"; }
  std::size_t default_of(Family family) const { return find(defaults[static_cast<std::size_t>(family)]); }
  std::size_t find(std::string_view name) const;  ///< entries.size() where there is none
  const EntryInfo& entry_of(const Variant& variant) const { return entries[get(variant)]; }
};

/// A number of numbers.inc.
struct NumberInfo {
  std::string_view key, doc;
  std::array<double, 4> defaults;  ///< by family; NaN: does not apply
  double low, high;                ///< the allowed range, ends included
  double Variant::*member;

  double default_of(Family family) const { return defaults[static_cast<std::size_t>(family)]; }
  bool applies(Family family) const { return default_of(family) == default_of(family); }
};

std::span<const ChoiceInfo> choices();
std::span<const NumberInfo> numbers();

/// By JSON key; null where there is none.
const ChoiceInfo* find_choice(std::string_view key);
const NumberInfo* find_number(std::string_view key);

/// The choice an enum stands for: choice_of<Ignore>().key is "ignore".
template <class Choice>
const ChoiceInfo& choice_of();

#define YG_BEGIN(Type, member, key, v1, v2, v3, v4, doc) \
  template <>                                            \
  const ChoiceInfo& choice_of<Type>();
#define YG_ENTRY(Type, enumerator, name, formula, doc)
#define YG_END(Type)
#include "yologold/choices.inc"
#undef YG_BEGIN
#undef YG_ENTRY
#undef YG_END

/// An entry in words: say(Ignore::off) is "ignore off", name_of(Ignore::off) "off".
template <class Choice>
std::string_view name_of(Choice entry) {
  return choice_of<Choice>().entries[static_cast<std::size_t>(entry)].name;
}
template <class Choice>
std::string say(Choice entry) {
  return std::string(choice_of<Choice>().key) + " " + std::string(name_of(entry));
}

/// The number a member stands for.
const NumberInfo& number_of(double Variant::*member);

}  // namespace yologold
