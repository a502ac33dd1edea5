#include "suite/expand.hpp"

#include "json/fields.hpp"
#include "json/readers.hpp"
#include "json/text.hpp"
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

void assign(Json& object, const std::string& key, const Json& value, const Place& place) {
  // Take the short form of a single head.
  if (key == "grid") {
    object["heads"]["grids"] = one_grid(value);
    return;
  }

  // Walk the dotted path.
  Json* at = &object;
  for (std::size_t begin = 0;;) {
    const std::size_t dot = key.find('.', begin);
    if (!at->is_object() && !at->is_null()) throw Error(place.str(), quote(key) + " does not name a key of the case");
    at = &(*at)[key.substr(begin, dot - begin)];
    if (dot == std::string::npos) break;
    begin = dot + 1;
  }
  *at = value;
}

}  // namespace

std::vector<ExpandedCase> expand_case(const Json& defaults, const Json& object, const Place& place) {
  Json base = lay_over(defaults, object);
  const Json matrix = base.value("matrix", Json::object());
  base.erase("matrix");
  Fields(base, place).text("id");
  if (!matrix.is_object()) refuse_kind(matrix, place.at("matrix"), "an object", "{key: [values]}");

  // Multiply the cases by the values of one key after another.
  std::vector<ExpandedCase> cases{{base, place}};
  for (const auto& [key, values] : matrix.items()) {
    const Place at = place.at("matrix").at(key);
    if (key == "id" || key == "matrix" || key == "tags") throw Error(at.str(), "can not vary");
    if (read_list(values, at).empty()) throw Error(at.str(), "is an empty list", "a list of values");
    std::vector<ExpandedCase> more;
    for (const auto& one : cases)
      for (const auto& value : values) {
        ExpandedCase next = one;
        assign(next.object, key, value, at);
        next.object["id"] = one.object["id"].get<std::string>() + "/" + key.substr(key.rfind('.') + 1) + "=" + label(value);
        more.push_back(std::move(next));
      }
    cases = std::move(more);
  }
  return cases;
}

}  // namespace yologold
