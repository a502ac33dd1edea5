#include "suite/json.hpp"

#include <cmath>
#include <fstream>
#include <set>
#include <sstream>
#include <vector>

#include "files/hash.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

// Hears of every key while the text is parsed and remembers the first one that its object already has.
class DuplicateFinder {
 public:
  bool operator()(int, Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) open_.emplace_back();
    if (event == Json::parse_event_t::object_end) open_.pop_back();
    if (event == Json::parse_event_t::key) {
      const auto key = parsed.get<std::string>();
      if (!open_.back().insert(key).second && first.empty()) first = key;
    }
    return true;
  }

  std::string first;

 private:
  std::vector<std::set<std::string>> open_;
};

}  // namespace

Json parse_document(const std::string& text, const std::string& where) {
  DuplicateFinder duplicates;
  Json document;
  try {
    document = Json::parse(text, std::ref(duplicates));
  } catch (const Json::parse_error& error) {
    const std::string message = error.what();
    throw Error(where, "not JSON: " + message.substr(message.find(']') + 2));
  }
  if (!duplicates.first.empty()) throw Error(where, "key \"" + duplicates.first + "\" is given twice");
  return document;
}

Json read_document(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (!file || !(text << file.rdbuf())) throw Error(path, "can not be read", "a JSON file");
  return parse_document(text.str(), path);
}

Json number_json(double value) {
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

std::string hash_json(const Json& value) { return sha256(nlohmann::json::parse(value.dump()).dump()); }

}  // namespace yologold
