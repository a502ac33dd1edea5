#include "variant/catalogue.hpp"

#include <algorithm>
#include <cmath>

namespace yologold {

namespace {

// The entries of each choice.
#define YG_BEGIN(Type, member, key, v1, v2, v3, v4, doc) constexpr EntryInfo entries_of_##Type[] = {
#define YG_ENTRY(Type, enumerator, name, formula, doc) {name, formula, doc},
#define YG_END(Type) \
  }                  \
  ;
#include "yologold/choices.inc"
#undef YG_BEGIN
#undef YG_ENTRY
#undef YG_END

#define YG_ENTRY(Type, enumerator, name, formula, doc)
#define YG_END(Type)

// The positions of the choices in the table.
enum class Position : std::size_t {
#define YG_BEGIN(Type, member, key, v1, v2, v3, v4, doc) Type,
#include "yologold/choices.inc"
#undef YG_BEGIN
};

constexpr ChoiceInfo choice_table[] = {
#define YG_BEGIN(Type, member, key, v1, v2, v3, v4, doc)                                      \
  ChoiceInfo{key,                                                                             \
             doc,                                                                             \
             {v1, v2, v3, v4},                                                                \
             entries_of_##Type,                                                               \
             [](const Variant& variant) { return static_cast<std::size_t>(variant.member); }, \
             [](Variant& variant, std::size_t entry) { variant.member = static_cast<Type>(entry); }},
#include "yologold/choices.inc"
#undef YG_BEGIN
};

constexpr NumberInfo number_table[] = {
#define YG_NUMBER(member, key, v1, v2, v3, v4, low, high, doc) {key, doc, {v1, v2, v3, v4}, low, high, &Variant::member},
#include "yologold/numbers.inc"
#undef YG_NUMBER
};

template <class Info>
const Info* find_key(std::span<const Info> table, std::string_view key) {
  const auto found = std::ranges::find(table, key, &Info::key);
  return found == table.end() ? nullptr : &*found;
}

}  // namespace

std::size_t ChoiceInfo::find(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::find(entries, name, &EntryInfo::name) - entries.begin());
}

std::span<const ChoiceInfo> choices() { return choice_table; }
std::span<const NumberInfo> numbers() { return number_table; }

const ChoiceInfo* find_choice(std::string_view key) { return find_key(choices(), key); }
const NumberInfo* find_number(std::string_view key) { return find_key(numbers(), key); }

#define YG_BEGIN(Type, member, key, v1, v2, v3, v4, doc)           \
  template <>                                                      \
  const ChoiceInfo& choice_of<Type>() {                            \
    return choice_table[static_cast<std::size_t>(Position::Type)]; \
  }
#include "yologold/choices.inc"
#undef YG_BEGIN
#undef YG_ENTRY
#undef YG_END

const NumberInfo& number_of(double Variant::*member) { return *std::ranges::find(number_table, member, &NumberInfo::member); }

}  // namespace yologold
