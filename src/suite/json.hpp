#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace yologold {

/// JSON whose keys keep the order in which they were written.
using Json = nlohmann::ordered_json;

/// Parses JSON text. A syntax error or a key given twice is an Error that names `where`.
Json parse_document(const std::string& text, const std::string& where);

/// Reads and parses a JSON file.
Json read_document(const std::string& path);

/// JSON has no NaN and no infinity: these are written as "nan", "inf", "-inf".
Json number_json(double value);

/// The SHA-256 of a value, whatever the order of its keys.
std::string hash_json(const Json& value);

}  // namespace yologold
