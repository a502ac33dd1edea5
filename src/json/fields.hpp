#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json/place.hpp"

namespace yologold {

/// Reads a JSON object strictly: every key must be asked for, every value must have the type asked for, or an Error names its place.
/// "$comment" and "$schema" are allowed in every object. Object and keys must outlive the reader.
/// @tparam Value  nlohmann::json or Json
template <class Value>
class Fields {
 public:
  Fields(const Value& object, Place place);
  Fields(Value&&, Place) = delete;

  const Value* find(std::string_view key);  ///< nullptr where it is absent
  const Value& need(std::string_view key);
  std::string text(std::string_view key);  ///< must be there
  std::int64_t whole(std::string_view key, std::int64_t low, std::int64_t high);
  double number(std::string_view key, double otherwise);
  bool flag(std::string_view key, bool otherwise);
  std::vector<std::string> texts(std::string_view key);  ///< empty where it is absent
  Place place(std::string_view key) const { return place_.at(key); }

  /// Throws where a key was never asked for; names the nearest one that was.
  void finish() const;

 private:
  const Value& object_;
  Place place_;
  std::vector<std::string_view> asked_;
};

}  // namespace yologold
