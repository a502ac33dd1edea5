#pragma once
#include <string>
#include <string_view>

namespace yologold {

/// Appends to a list of words: "a, b, c".
inline void add_word(std::string& list, std::string_view word) {
  if (!list.empty()) list += ", ";
  list += word;
}

}  // namespace yologold
