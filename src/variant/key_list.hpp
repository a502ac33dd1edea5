#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "variant/catalogue.hpp"

namespace yologold {

/// The keys of a variant's JSON in their order, without those that begin with "$": of one family, or of all.
std::vector<std::string_view> keys_of(std::optional<Family> family);

/// The families to which a key applies; none where it is not a key.
std::vector<std::string_view> families_of(std::string_view key);

}  // namespace yologold
