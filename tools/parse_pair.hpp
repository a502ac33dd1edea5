#pragma once
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace yologold::tools {

/// "608x416" with the divider 'x': {608, 416}. Nothing where the text is not two whole numbers of 1 or more.
inline std::optional<std::pair<std::int64_t, std::int64_t>> parse_pair(std::string_view text, char divider) {
  std::pair<std::int64_t, std::int64_t> pair{};
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, pair.first);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != divider) return {};
  const auto second = std::from_chars(first.ptr + 1, end, pair.second);
  if (second.ec != std::errc() || second.ptr != end || pair.first < 1 || pair.second < 1) return {};
  return pair;
}

}  // namespace yologold::tools
