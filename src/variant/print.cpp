#include "files/hash.hpp"
#include "json/text.hpp"
#include "variant/field_keys.hpp"
#include "variant/fields.hpp"
#include "variant/use_rules.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {

namespace {

/// One key a line. Keys that the variant does not read are left out: written, they would be an error.
std::string print_without(std::string_view left_out, const Variant& variant) {
  std::string text;
  const auto put = [&](std::string_view key, const std::string& value) {
    if (key == left_out || value.empty() || unread_by(key, variant)) return;
    text.append(text.empty() ? "{\n  " : ",\n  ").append(quote(key)).append(": ").append(value);
  };
  for (const VariantKey& field : fields())
    if (field.applies(variant.family)) put(field.key, field.print(variant));
  for (const ChoiceInfo& choice : choices())
    if (choice.applies(variant.family)) put(choice.key, quote(choice.entry_of(variant).name));
  for (const NumberInfo& number : numbers())
    if (number.applies(variant.family)) put(number.key, decimal(variant.*number.member));
  return text + "\n}";
}

}  // namespace

std::string print_variant(const Variant& variant) { return print_without("", variant); }

std::string hash_variant(const Variant& variant) { return sha256(print_without(keys::name, variant)); }

}  // namespace yologold
