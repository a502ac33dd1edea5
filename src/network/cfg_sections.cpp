#include "network/cfg_sections.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "yologold/error.hpp"

namespace yologold {

namespace {

/// A decimal number; darknet's files write .5 and 1. too, and a plus sign nowhere.
double parse_number(std::string_view text, const std::string& where) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    throw Error(where, "\"" + std::string(text) + "\" is not a number");
  return value;
}

std::string without_spaces(std::string_view line) {
  std::string text;
  std::ranges::copy_if(line, std::back_inserter(text), [](char c) { return c != ' ' && c != '\t' && c != '\r'; });
  return text;
}

}  // namespace

const std::string* CfgSection::find(const std::string& key) const {
  const auto at = values.find(key);
  return at == values.end() ? nullptr : &at->second;
}

std::string CfgSection::text(const std::string& key, const std::string& otherwise) const {
  const std::string* value = find(key);
  return value ? *value : otherwise;
}

int CfgSection::whole(const std::string& key, int otherwise) const {
  const double value = number(key, otherwise);
  if (value != std::floor(value) || std::abs(value) > 1e9) throw Error(where, key + " must be a whole number");
  return static_cast<int>(value);
}

double CfgSection::number(const std::string& key, double otherwise) const {
  const std::string* value = find(key);
  return value ? parse_number(*value, where + ", " + key) : otherwise;
}

std::vector<double> CfgSection::numbers(const std::string& key) const {
  std::vector<double> list;
  const std::string* value = find(key);
  for (std::size_t at = 0; value && at < value->size();) {
    const std::size_t comma = std::min(value->find(',', at), value->size());
    list.push_back(parse_number(std::string_view(*value).substr(at, comma - at), where + ", " + key));
    at = comma + 1;
  }
  return list;
}

std::vector<CfgSection> read_cfg_sections(std::string_view text, const std::string& where) {
  std::vector<CfgSection> sections;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string line = without_spaces(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string here = where + ":" + std::to_string(number);
    if (line.empty() || line[0] == '#' || line[0] == ';') continue;
    if (line[0] == '[') {
      if (line.back() != ']') throw Error(here, "a section has no ]");
      sections.push_back({line.substr(1, line.size() - 2), here + " [" + line.substr(1, line.size() - 2) + "]", {}});
      continue;
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos || sections.empty()) throw Error(here, "\"" + line + "\" is not a line of a .cfg", "[section], key=value, # comment");
    sections.back().values[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return sections;
}

}  // namespace yologold
