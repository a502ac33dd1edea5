#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>

#include "variant/place.hpp"

namespace yologold {

/// Each reads one JSON value of a type, or throws Error that names the place, what stands there and what must.
double read_number(const nlohmann::json& value, const Place& place);
std::int64_t read_whole(const nlohmann::json& value, const Place& place);  ///< within the range of an int
std::string read_string(const nlohmann::json& value, const Place& place);
const nlohmann::json& read_list(const nlohmann::json& value, const Place& place);

/// The position of a name among `names`. `subject` words the fault: "decodd" is not {a choice of ignore}.
std::size_t read_name(const nlohmann::json& value, const Place& place, std::span<const std::string_view> names, const std::string& subject);

}  // namespace yologold
