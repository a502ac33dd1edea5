#include "select.hpp"

#include <regex>

#include "exit.hpp"
#include "json/text.hpp"
#include "parse_pair.hpp"

namespace yologold::tools {

std::vector<std::string> Selection::filtered(const std::vector<std::string>& ids) const {
  std::vector<std::string> kept;
  try {
    const std::regex expression(filter);
    for (const auto& id : ids)
      if (std::regex_search(id, expression)) kept.push_back(id);
  } catch (const std::regex_error& error) {
    throw Exit(bad_input, "--filter: " + quote(filter) + " is no regular expression: " + error.what());
  }
  return kept;
}

std::vector<std::string> Selection::sharded(const std::vector<std::string>& ids) const {
  if (shard.empty()) return ids;

  // Read k/n.
  const auto pair = parse_pair(shard, '/');
  if (!pair || pair->first > pair->second) throw Exit(bad_input, "--shard: " + quote(shard) + " is not k/n with 1 <= k <= n, e.g. 2/4");
  const auto k = static_cast<std::size_t>(pair->first), n = static_cast<std::size_t>(pair->second);

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
