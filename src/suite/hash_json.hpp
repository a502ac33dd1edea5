#pragma once
#include <string>

#include "files/hash.hpp"
#include "json/json.hpp"

namespace yologold {

/// The SHA-256 of a value, whatever the order of its keys.
inline std::string hash_json(const Json& value) { return sha256(nlohmann::json(value).dump()); }

}  // namespace yologold
