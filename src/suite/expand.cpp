#include "suite/expand.hpp"

#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr const char* merged_objects[] = {"set", "heads", "truths"};
constexpr const char* generator_keys[] = {"heads", "truths", "fill", "dtype"};

// Values of the case win; the objects that describe one thing in several keys are merged key by key.
Json lay_over(const Json& defaults, const Json& object) {
  Json result = defaults;
  if (object.contains("files"))
    for (const char* key : generator_keys) result.erase(key);
  for (const auto& [key, value] : object.items()) {
    bool merge = false;
    for (const char* name : merged_objects) merge |= key == name;
    if (merge && value.is_object() && result.contains(key) && result[key].is_object())
      result[key].update(value);
    else
      result[key] = value;
  }
  return result;
}

// 13 -> "13", "zero" -> "zero", [5, 9] -> "5x9", [[5, 9], [10, 18]] -> "5x9+10x18".
std::string label(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump();
  const bool nested = !value.empty() && value[0].is_array();
  std::string text;
  for (const auto& item : value) text += (text.empty() ? "" : nested ? "+" : "x") + label(item);
  return text;
}

Json one_grid(const Json& value) { return Json::array({value.is_array() ? value : Json::array({value, value})}); }

void assign(Json& object, const std::string& key, const Json& value, const std::string& where) {
  // Take the short form of a single head.
  if (key == "grid") {
    object["heads"]["grids"] = one_grid(value);
    return;
  }

  // Walk the dotted path.
  Json* at = &object;
  for (std::size_t begin = 0;;) {
    const std::size_t dot = key.find('.', begin);
    if (!at->is_object() && !at->is_null()) throw Error(where, "\"" + key + "\" does not name a key of the case");
    at = &(*at)[key.substr(begin, dot - begin)];
    if (dot == std::string::npos) break;
    begin = dot + 1;
  }
  *at = value;
}

}  // namespace

std::vector<ExpandedCase> expand_case(const Json& defaults, const Json& object, const std::string& where) {
  if (!object.is_object()) throw Error(where, "is not an object");
  Json base = lay_over(defaults, object);
  const Json matrix = base.value("matrix", Json::object());
  base.erase("matrix");
  if (!base.contains("id") || !base["id"].is_string()) throw Error(where, "\"id\" is missing", "a string");
  if (!matrix.is_object()) throw Error(where + "/matrix", "is not an object", "{key: [values]}");

  // Multiply the cases by the values of one key after another.
  std::vector<ExpandedCase> cases{{base, where}};
  for (const auto& [key, values] : matrix.items()) {
    const std::string place = where + "/matrix/" + key;
    if (key == "id" || key == "matrix" || key == "tags") throw Error(place, "can not vary");
    if (!values.is_array() || values.empty()) throw Error(place, "is not a list of values");
    std::vector<ExpandedCase> more;
    for (const auto& one : cases)
      for (const auto& value : values) {
        ExpandedCase next = one;
        assign(next.object, key, value, place);
        next.object["id"] = one.object["id"].get<std::string>() + "/" + key.substr(key.rfind('.') + 1) + "=" + label(value);
        more.push_back(std::move(next));
      }
    cases = std::move(more);
  }
  return cases;
}

}  // namespace yologold
