#pragma once
#include <string>

#include "configs/bundled.hpp"

namespace yologold::tools {

/// The names of the bundled files of a kind, for a help page: "quick, real-heads, standard".
inline std::string bundled_list(const std::string& kind) {
  std::string text;
  for (const std::string& name : bundled_names(kind)) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace yologold::tools
