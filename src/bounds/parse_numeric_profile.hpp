#pragma once
#include "bounds/numeric_profile.hpp"
#include "json/json.hpp"

namespace yologold::bounds {

/// The document of a numeric profile, taken strictly.
/// @param path  where the document is from, for errors
NumericProfile parse_numeric_profile(const Json& document, const std::string& path);

}  // namespace yologold::bounds
