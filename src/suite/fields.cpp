#include "suite/fields.hpp"

#include <algorithm>
#include <numeric>

#include "yologold/error.hpp"

namespace yologold {
namespace {

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) diagonal = std::exchange(row[j + 1], std::min({row[j] + 1, row[j + 1] + 1, diagonal + (a[i] == b[j] ? 0 : 1)}));
  }
  return row.back();
}

[[noreturn]] void refuse(const std::string& where, const Json& value, const char* wanted) { throw Error(where, "is " + value.dump().substr(0, 60), wanted); }

}  // namespace

std::string join(const std::vector<std::string>& names) {
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

std::string nearest(const std::string& word, const std::vector<std::string>& names) {
  std::string best;
  std::size_t least = 1 + word.size() / 3;
  for (const auto& name : names) {
    const std::size_t distance = edit_distance(word, name);
    if (distance <= least) best = name, least = distance;
  }
  return best;
}

std::string unknown_name(const std::string& word, const std::vector<std::string>& names) {
  const std::string near = nearest(word, names);
  return "\"" + word + "\" is unknown" + (near.empty() ? "" : ", did you mean \"" + near + "\"?");
}

Fields::Fields(const Json& object, std::string where) : object_(object), where_(std::move(where)) {
  if (!object.is_object()) refuse(where_, object, "an object");
}

const Json* Fields::find(const std::string& key) {
  asked_.insert(key);
  const auto at = object_.find(key);
  return at == object_.end() ? nullptr : &*at;
}

const Json& Fields::need(const std::string& key) {
  const Json* value = find(key);
  if (!value) throw Error(where_, "\"" + key + "\" is missing");
  return *value;
}

std::string Fields::text(const std::string& key) {
  const Json& value = need(key);
  if (!value.is_string()) refuse(pointer(key), value, "a string");
  return value.get<std::string>();
}

std::string Fields::text(const std::string& key, const std::string& otherwise) { return find(key) ? text(key) : otherwise; }

std::int64_t Fields::integer(const std::string& key, std::int64_t low, std::int64_t high) {
  const Json& value = need(key);
  const std::string range = "an integer from " + std::to_string(low) + " to " + std::to_string(high);
  const bool fits = value.is_number_integer() && (!value.is_number_unsigned() || value.get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX));
  if (!fits || value.get<std::int64_t>() < low || value.get<std::int64_t>() > high) refuse(pointer(key), value, range.c_str());
  return value.get<std::int64_t>();
}

double Fields::number(const std::string& key, double otherwise) {
  const Json* value = find(key);
  if (value && !value->is_number()) refuse(pointer(key), *value, "a number");
  return value ? value->get<double>() : otherwise;
}

bool Fields::flag(const std::string& key, bool otherwise) {
  const Json* value = find(key);
  if (value && !value->is_boolean()) refuse(pointer(key), *value, "true, false");
  return value ? value->get<bool>() : otherwise;
}

std::vector<std::string> Fields::texts(const std::string& key) {
  const Json* value = find(key);
  if (!value) return {};
  if (!value->is_array() || !std::all_of(value->begin(), value->end(), [](const Json& item) { return item.is_string(); }))
    refuse(pointer(key), *value, "a list of strings");
  return value->get<std::vector<std::string>>();
}

void Fields::finish() const {
  const std::vector<std::string> allowed(asked_.begin(), asked_.end());
  for (const auto& [key, value] : object_.items())
    if (!asked_.count(key) && key != "$comment" && key != "$schema") throw Error(where_ + "/" + key, unknown_name(key, allowed), join(allowed));
}

}  // namespace yologold
