#pragma once
#include <string>

namespace yologold {

/// The JSON Schema (draft-07) of a variant's file, from the catalogue. What depends on a base or on defaults is left to the parser.
std::string variant_schema();

}  // namespace yologold
