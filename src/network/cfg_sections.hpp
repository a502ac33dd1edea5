#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yologold {

/// One [section] of a darknet .cfg with its key=value lines; the last line of a key counts.
struct CfgSection {
  std::string name, where;
  std::map<std::string, std::string> values;

  const std::string* find(const std::string& key) const;
  std::string text(const std::string& key, const std::string& otherwise) const;
  int whole(const std::string& key, int otherwise) const;
  double number(const std::string& key, double otherwise) const;
  std::vector<double> numbers(const std::string& key) const;  ///< separated by commas; empty where it is absent
};

/// Sections in order. Spaces do not count; lines that start with # or ; are comments. Throws Error naming the line.
std::vector<CfgSection> read_cfg_sections(std::string_view text, const std::string& where);

}  // namespace yologold
