#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace yologold {

/// The name that `word` most likely was meant to be; empty where none is near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> names);

/// "ignroe" is not a key; did you mean "ignore"?
std::string is_not(std::string_view word, const std::string& what, std::span<const std::string_view> names);

/// The position of a name among `names`, or Error at `where`: "decodd" is not {what}; did you mean "decoded"?; allowed: the names.
std::size_t find_name(std::string_view name, const std::string& where, std::span<const std::string_view> names, const std::string& what);

}  // namespace yologold
