#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace yologold {

/// Reads one JSON value that others wrote. Beyond what JSON forbids (trailing text, NaN), a key written twice, a number beyond the doubles and
/// more than 16 levels are an Error, with line and column.
/// @tparam Value  nlohmann::json, or Json where the order of the keys matters: there, an object of many keys takes the square of their count
template <class Value = nlohmann::json>
Value parse_json(std::string_view text, const std::string& document);

}  // namespace yologold
