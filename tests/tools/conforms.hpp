#pragma once
#include <string>

#include "json/json.hpp"

namespace yologold::test {

/// Whether a document conforms to the JSON Schema (draft 7) of a file.
bool conforms(const Json& document, const std::string& schema);

}  // namespace yologold::test
