#include "json/names.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

// Levenshtein's distance: insertions, deletions and replacements.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> names) {
  std::string_view best;
  // Beyond a third of the word, or where one letter of the name is left, a likeness is chance.
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string_view name : names) {
    const std::size_t apart = distance(word, name);
    if (apart < least && apart + 1 < name.size()) least = apart, best = name;
  }
  return best;
}

std::string is_not(std::string_view word, const std::string& what, std::span<const std::string_view> names) {
  const std::string_view meant = nearest(word, names);
  return quote(word) + " is not " + what + (meant.empty() ? "" : "; did you mean " + quote(meant) + "?");
}

std::size_t find_name(std::string_view name, const std::string& where, std::span<const std::string_view> names, const std::string& what) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) throw Error(where, is_not(name, what, names), join(names));
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace yologold
