#pragma once
#include <string>
#include <string_view>

namespace yologold {

/// "a, b, c", of a list of strings.
template <class Words>
std::string join(const Words& words) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

/// A JSON string, quotes included.
std::string quote(std::string_view text);

/// The shortest decimal that reads back as the same double. Valid JSON where the value is finite; -0 is written 0.
std::string decimal(double value);

}  // namespace yologold
