#include "json/fields.hpp"

#include <algorithm>

#include "json/json.hpp"
#include "json/names.hpp"
#include "json/readers.hpp"
#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold {

template <class Value>
Fields<Value>::Fields(const Value& object, Place place) : object_(object), place_(std::move(place)) {
  if (!object.is_object()) refuse_kind(object, place_, "an object");
}

template <class Value>
const Value* Fields<Value>::find(std::string_view key) {
  if (std::ranges::find(asked_, key) == asked_.end()) asked_.push_back(key);
  const auto at = object_.find(std::string(key));
  return at == object_.end() ? nullptr : &*at;
}

template <class Value>
const Value& Fields<Value>::need(std::string_view key) {
  const Value* value = find(key);
  if (!value) throw Error(place(key).str(), "is missing");
  return *value;
}

template <class Value>
std::string Fields<Value>::text(std::string_view key) {
  return read_string(need(key), place(key));
}

template <class Value>
std::int64_t Fields<Value>::whole(std::string_view key, std::int64_t low, std::int64_t high) {
  return read_whole(need(key), place(key), low, high);
}

template <class Value>
double Fields<Value>::number(std::string_view key, double otherwise) {
  const Value* value = find(key);
  return value ? read_number(*value, place(key)) : otherwise;
}

template <class Value>
bool Fields<Value>::flag(std::string_view key, bool otherwise) {
  const Value* value = find(key);
  if (value && !value->is_boolean()) refuse_kind(*value, place(key), "true or false");
  return value ? value->template get<bool>() : otherwise;
}

template <class Value>
std::vector<std::string> Fields<Value>::texts(std::string_view key) {
  std::vector<std::string> list;
  if (const Value* value = find(key))
    for (const Value& item : read_list(*value, place(key))) list.push_back(read_string(item, place(key).at(list.size())));
  return list;
}

template <class Value>
void Fields<Value>::finish() const {
  for (const auto& item : object_.items()) {
    const std::string& key = item.key();
    if (key == "$comment" || key == "$schema" || std::ranges::find(asked_, key) != asked_.end()) continue;
    throw Error(place(key).str(), is_not(key, "a key", asked_), join(asked_));
  }
}

template class Fields<nlohmann::json>;
template class Fields<Json>;

}  // namespace yologold
