#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yologold {

/// "a, b, c"
std::string join(std::span<const std::string_view> words);

/// A JSON string, quotes included.
std::string quote(std::string_view text);

/// The shortest decimal that reads back as the same double. Valid JSON where the value is finite; -0 is written 0.
std::string decimal(double value);

/// The candidate that `word` most likely was meant to be; empty where none is near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace yologold
