#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace yologold {

/// JSON whose keys keep the order in which they were written.
using Json = nlohmann::ordered_json;

/// Reads and parses a JSON file, strictly.
Json read_document(const std::string& path);

/// JSON has no NaN and no infinity: these are written as "nan", "inf", "-inf".
Json number_json(double value);

}  // namespace yologold
