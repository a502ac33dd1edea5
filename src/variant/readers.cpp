#include "variant/readers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "variant/text.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

std::string kind_of(const nlohmann::json& value) {
  const std::string kind = value.type_name();
  if (value.is_null()) return kind;
  return (value.is_array() || value.is_object() ? "an " : "a ") + kind;
}

[[noreturn]] void refuse(const nlohmann::json& value, const Place& place, const std::string& wanted, const std::string& allowed = "") {
  throw Error(place.str(), "must be " + wanted + ", not " + kind_of(value), allowed);
}

}  // namespace

double read_number(const nlohmann::json& value, const Place& place) {
  if (!value.is_number()) refuse(value, place, "a number");
  return value.get<double>() + 0.0;
}

std::int64_t read_whole(const nlohmann::json& value, const Place& place) {
  using Range = std::numeric_limits<int>;
  if (!value.is_number()) refuse(value, place, "a whole number");
  const double number = value.get<double>();
  if (number != std::floor(number)) throw Error(place.str(), decimal(number) + " is not a whole number");
  if (number < Range::min() || number > Range::max()) throw Error(place.str(), decimal(number) + " is out of range", "up to " + std::to_string(Range::max()));
  return static_cast<std::int64_t>(number);
}

std::string read_string(const nlohmann::json& value, const Place& place) {
  if (!value.is_string()) refuse(value, place, "a string");
  return value.get<std::string>();
}

const nlohmann::json& read_list(const nlohmann::json& value, const Place& place) {
  if (!value.is_array()) refuse(value, place, "a list");
  return value;
}

std::size_t read_name(const nlohmann::json& value, const Place& place, std::span<const std::string_view> names, const std::string& subject) {
  if (!value.is_string()) refuse(value, place, "a name", join(names));
  const auto& name = value.get_ref<const std::string&>();
  const auto found = std::ranges::find(names, std::string_view(name));
  if (found == names.end()) throw Error(place.str(), quote(name) + " is not " + subject, join(names));
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace yologold
