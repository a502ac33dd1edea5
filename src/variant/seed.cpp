#include "variant/catalogue.hpp"

namespace yologold {

Variant seed(Family family) {
  Variant variant;
  variant.name = name_of(family);
  variant.family = family;
  for (const ChoiceInfo& choice : choices())
    if (choice.applies(family)) choice.set(variant, choice.default_of(family));
  for (const NumberInfo& number : numbers())
    if (number.applies(family)) variant.*number.member = number.default_of(family);
  return variant;
}

}  // namespace yologold
