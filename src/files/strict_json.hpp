#pragma once
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace yologold {

/// A value's place in a JSON file: "file.json#/images/0".
struct JsonPlace {
  std::string file;
  nlohmann::json::json_pointer path{};

  JsonPlace operator/(const std::string& key) const { return {file, path / key}; }
  JsonPlace operator/(std::size_t index) const { return {file, path / index}; }
  std::string words() const { return file + "#" + path.to_string(); }
};

/// Parses JSON that others wrote. An Error where it is not JSON, a key stands twice in an object, or it is nested more than 16 deep.
nlohmann::json parse_json(std::string_view text, const std::string& where);

/// An Error where the value is not an object, has a key beyond `needed` and `optional`, or lacks one of `needed`.
void check_keys(const nlohmann::json& object, const JsonPlace& place, std::initializer_list<const char*> needed,
                std::initializer_list<const char*> optional = {});

/// "a string", "an array", ...
std::string kind_of(const nlohmann::json& value);

}  // namespace yologold
