#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace yologold {

/// Reads one JSON value. Beyond what JSON forbids (trailing text, NaN), a key written twice and a number beyond the doubles are an Error, with line and column.
nlohmann::json read_json(std::string_view text, const std::string& document);

}  // namespace yologold
