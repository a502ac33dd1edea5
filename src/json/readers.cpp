#include "json/readers.hpp"

#include <cmath>

#include "json/json.hpp"
#include "json/names.hpp"
#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold {

template <class Value>
void refuse_kind(const Value& value, const Place& place, const std::string& wanted, const std::string& allowed) {
  const std::string article = value.is_null() ? "" : value.is_array() || value.is_object() ? "an " : "a ";
  throw Error(place.str(), "must be " + wanted + ", not " + article + value.type_name(), allowed);
}

template <class Value>
double read_number(const Value& value, const Place& place) {
  if (!value.is_number()) refuse_kind(value, place, "a number");
  return value.template get<double>() + 0.0;
}

template <class Value>
std::int64_t read_whole(const Value& value, const Place& place, std::int64_t low, std::int64_t high) {
  if (!value.is_number()) refuse_kind(value, place, "a whole number");
  const auto number = value.template get<double>();
  if (number != std::floor(number)) throw Error(place.str(), value.dump() + " is not a whole number");

  // Take what a signed integer holds; a double above 2^53 may stand for another one.
  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const bool fits = value.is_number_unsigned() ? value.template get<std::uint64_t>() <= largest : value.is_number_integer() || std::abs(number) <= 0x1p53;
  const std::int64_t whole = fits ? value.template get<std::int64_t>() : 0;
  if (!fits || whole < low || whole > high) throw Error(place.str(), value.dump() + " is out of range", std::to_string(low) + " to " + std::to_string(high));
  return whole;
}

template <class Value>
std::string read_string(const Value& value, const Place& place) {
  if (!value.is_string()) refuse_kind(value, place, "a string");
  return value.template get<std::string>();
}

template <class Value>
const Value& read_list(const Value& value, const Place& place) {
  if (!value.is_array()) refuse_kind(value, place, "a list");
  return value;
}

template <class Value>
std::size_t read_name(const Value& value, const Place& place, std::span<const std::string_view> names, const std::string& what) {
  if (!value.is_string()) refuse_kind(value, place, "a name", join(names));
  return find_name(value.template get_ref<const std::string&>(), place.str(), names, what);
}

#define YG_READERS(Value)                                                                        \
  template void refuse_kind(const Value&, const Place&, const std::string&, const std::string&); \
  template double read_number(const Value&, const Place&);                                       \
  template std::int64_t read_whole(const Value&, const Place&, std::int64_t, std::int64_t);      \
  template std::string read_string(const Value&, const Place&);                                  \
  template const Value& read_list(const Value&, const Place&);                                   \
  template std::size_t read_name(const Value&, const Place&, std::span<const std::string_view>, const std::string&);
YG_READERS(nlohmann::json)
YG_READERS(Json)
#undef YG_READERS

}  // namespace yologold
