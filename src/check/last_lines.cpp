#include "check/last_lines.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "json/json.hpp"

namespace yologold {
namespace {

constexpr std::streamoff most_bytes = 4096;
constexpr int most_lines = 10;

// Replaces what is no UTF-8 and drops control characters.
std::string cleaned(const std::string& text) {
  const std::string escaped = Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string valid = Json::parse(escaped).get<std::string>();
  const auto is_control = [](char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t') || c == '\x7f'; };
  valid.erase(std::remove_if(valid.begin(), valid.end(), is_control), valid.end());
  return valid;
}

}  // namespace

std::string last_lines(const std::string& path) {
  // Read the end of the file.
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return "";
  const std::streamoff size = file.tellg();
  file.seekg(std::max<std::streamoff>(0, size - most_bytes));
  std::string text = cleaned({std::istreambuf_iterator<char>(file), {}});
  while (!text.empty() && text.back() == '\n') text.pop_back();

  // Keep its last lines.
  std::size_t from = text.size();
  for (int lines = 0; lines < most_lines && from != std::string::npos && from > 0; ++lines) from = text.rfind('\n', from - 1);
  return from == std::string::npos || from == 0 ? text : text.substr(from + 1);
}

}  // namespace yologold
