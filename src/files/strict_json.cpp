#include "files/strict_json.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "files/word_list.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

using nlohmann::json;

/// Without nlohmann's "[json.exception.parse_error.101] ".
std::string plain_words(const json::exception& fault) {
  const std::string text = fault.what();
  const auto end = text.find("] ");
  return end == std::string::npos ? text : text.substr(end + 2);
}

}  // namespace

json parse_json(std::string_view text, const std::string& where) {
  constexpr int deepest = 16;
  std::vector<std::set<std::string>> keys;
  const auto watch = [&](int depth, json::parse_event_t event, json& value) {
    if (depth >= deepest) throw Error(where, "is nested more than " + std::to_string(deepest) + " deep");
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second)
      throw Error(where, "the key " + value.dump() + " stands twice in an object");
    return true;
  };
  try {
    return json::parse(text, watch);
  } catch (const json::exception& fault) {
    throw Error(where, "is not JSON: " + plain_words(fault));
  }
}

void check_keys(const json& object, const JsonPlace& place, std::initializer_list<const char*> needed, std::initializer_list<const char*> optional) {
  if (!object.is_object()) throw Error(place.words(), "is " + kind_of(object), "an object");

  std::vector<std::string> known(needed.begin(), needed.end());
  known.insert(known.end(), optional.begin(), optional.end());
  for (const auto& item : object.items()) {
    if (std::find(known.begin(), known.end(), item.key()) != known.end()) continue;
    std::string allowed;
    for (const auto& key : known) add_word(allowed, key);
    throw Error((place / item.key()).words(), "unknown key", allowed);
  }
  for (const char* key : needed)
    if (!object.contains(key)) throw Error(place.words(), std::string("the key \"") + key + "\" is missing");
}

std::string kind_of(const json& value) {
  switch (value.type()) {
    case json::value_t::null:
      return "null";
    case json::value_t::boolean:
      return "a boolean";
    case json::value_t::string:
      return "a string";
    case json::value_t::array:
      return "an array";
    case json::value_t::object:
      return "an object";
    default:
      return "the number " + value.dump();
  }
}

}  // namespace yologold
