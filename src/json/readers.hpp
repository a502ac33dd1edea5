#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "json/place.hpp"

/// Each reads one JSON value, a nlohmann::json or a Json, of a type, or throws Error that names the place, what stands there and what must.
namespace yologold {

template <class Value>
double read_number(const Value& value, const Place& place);

/// A whole number, also where it is written as 1.0 or 1e3.
template <class Value>
std::int64_t read_whole(const Value& value, const Place& place, std::int64_t low = std::numeric_limits<int>::min(),
                        std::int64_t high = std::numeric_limits<int>::max());

template <class Value>
std::string read_string(const Value& value, const Place& place);

template <class Value>
const Value& read_list(const Value& value, const Place& place);

/// The position of a name among `names`. `what` words the fault: "decodd" is not {a choice of ignore}.
template <class Value>
std::size_t read_name(const Value& value, const Place& place, std::span<const std::string_view> names, const std::string& what);

/// Throws: must be {a number}, not {a string}.
template <class Value>
[[noreturn]] void refuse_kind(const Value& value, const Place& place, const std::string& wanted, const std::string& allowed = "");

}  // namespace yologold
