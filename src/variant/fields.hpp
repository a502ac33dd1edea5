#pragma once
#include <array>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>

#include "json/place.hpp"
#include "variant/catalogue.hpp"

namespace yologold {

/// A key that is neither a choice nor a number: how it is read, written and described. Ranges are left to validate.
struct VariantKey {
  std::string_view key, doc;
  std::array<bool, 4> families;  ///< where it applies
  void (*read)(const nlohmann::json& value, const Place& place, Variant& variant);
  std::string (*print)(const Variant& variant);  ///< as JSON; empty where there is nothing to say
  nlohmann::json (*schema)();

  bool applies(Family family) const { return families[static_cast<std::size_t>(family)]; }
};

std::span<const VariantKey> fields();
const VariantKey* find_field(std::string_view key);  ///< null where there is none

}  // namespace yologold
