#pragma once
#include <string>
#include <vector>

#include "yologold/error.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {

/// What parse_variant says against a text called v.json; empty where it says nothing.
inline std::string fault_of(const std::string& text, const std::vector<std::string>& overrides = {}) {
  try {
    parse_variant(text, "v.json", overrides);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace yologold
