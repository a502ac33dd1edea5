#include "variant/key_list.hpp"

#include <algorithm>

#include "variant/field_keys.hpp"
#include "variant/fields.hpp"

namespace yologold {

std::vector<std::string_view> keys_of(std::optional<Family> family) {
  std::vector<std::string_view> list{keys::base};
  const auto take = [&](const auto& table) {
    for (const auto& info : table)
      if (!family || info.applies(*family)) list.push_back(info.key);
  };
  take(fields());
  take(choices());
  take(numbers());
  return list;
}

std::vector<std::string_view> families_of(std::string_view key) {
  std::vector<std::string_view> names;
  for (const Family family : families)
    if (std::ranges::count(keys_of(family), key) > 0) names.push_back(name_of(family));
  return names;
}

}  // namespace yologold
