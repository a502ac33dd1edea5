#include "select.hpp"

#include <charconv>
#include <regex>

#include "exit.hpp"

namespace yologold::tools {

std::vector<std::string> Selection::filtered(const std::vector<std::string>& ids) const {
  std::vector<std::string> kept;
  try {
    const std::regex expression(filter);
    for (const auto& id : ids)
      if (std::regex_search(id, expression)) kept.push_back(id);
  } catch (const std::regex_error& error) {
    throw Exit(bad_input, "--filter: \"" + filter + "\" is no regular expression: " + error.what());
  }
  return kept;
}

std::vector<std::string> Selection::sharded(const std::vector<std::string>& ids) const {
  if (shard.empty()) return ids;

  // Read k/n.
  std::size_t k = 0, n = 0;
  const char* end = shard.data() + shard.size();
  const auto first = std::from_chars(shard.data(), end, k);
  const bool divided = first.ec == std::errc() && first.ptr != end && *first.ptr == '/';
  const auto second = divided ? std::from_chars(first.ptr + 1, end, n) : first;
  if (!divided || second.ec != std::errc() || second.ptr != end || k < 1 || k > n)
    throw Exit(bad_input, "--shard: \"" + shard + "\" is not k/n with 1 <= k <= n, e.g. 2/4");

  // Deal the ids out.
  std::vector<std::string> kept;
  for (std::size_t i = k - 1; i < ids.size(); i += n) kept.push_back(ids[i]);
  return kept;
}

std::string exact_filter(const std::string& id) {
  std::string text = "^";
  for (const char c : id) {
    if (c == '.' || c == '+') text += '\\';
    text += c;
  }
  return text + "$";
}

}  // namespace yologold::tools
