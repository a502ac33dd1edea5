#include "json/parse.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

#include "json/json.hpp"
#include "json/place.hpp"
#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

// Walks the text and notes how far the parser has come: its callback is not told.
struct Cursor {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at;
  const char** furthest;

  reference operator*() const { return *at; }
  Cursor& operator++() {
    *furthest = ++at;
    return *this;
  }
  Cursor operator++(int) {
    const Cursor before = *this;
    ++*this;
    return before;
  }
  bool operator==(const Cursor& other) const { return at == other.at; }
};

// "line 3, column 7" of the last of `count` characters.
std::string position(std::string_view text, std::size_t count) {
  const std::string_view before = text.substr(0, std::max<std::size_t>(std::min(count, text.size() + 1), 1) - 1);
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t column = before.size() - (before.rfind('\n') + 1) + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// What the parser says, without its own numbering and position.
std::string reason(const std::string& what) {
  const std::size_t column = what.find(", column "), colon = what.find(": ", column == std::string::npos ? what.size() : column);
  if (colon != std::string::npos) return what.substr(colon + 2);
  return what.substr(what.find("] ") + 2);
}

}  // namespace

template <class Value>
Value parse_json(std::string_view text, const std::string& document) {
  using Event = typename Value::parse_event_t;
  constexpr int deepest = 16;
  const char* furthest = text.data();
  const auto count = [&] { return static_cast<std::size_t>(furthest - text.data()); };

  // Refuse a key that its object holds already, and what is nested too deep.
  std::vector<std::set<std::string>> open;
  Place place{document, ""};
  const auto watch = [&](int depth, Event event, Value& parsed) {
    if (depth >= deepest && (event == Event::object_start || event == Event::array_start))
      throw Error(place.str(), "is nested more than " + std::to_string(deepest) + " deep at " + position(text, count()));
    if (event == Event::object_start) open.emplace_back();
    if (event == Event::object_end) open.pop_back();
    if (event == Event::key) {
      const auto& key = parsed.template get_ref<const std::string&>();
      if (open.size() == 1) place = Place{document, ""}.at(key);
      if (!open.back().insert(key).second) throw Error(place.str(), quote(key) + " is written twice, again at " + position(text, count()));
    }
    return true;
  };

  // Name the key at which the text stops being JSON.
  const char* const end = text.data() + text.size();
  try {
    return Value::parse(Cursor{text.data(), &furthest}, Cursor{end, &furthest}, watch);
  } catch (const nlohmann::json::parse_error& fault) {
    throw Error(place.str(), "not JSON at " + position(text, fault.byte) + ": " + reason(fault.what()));
  } catch (const nlohmann::json::exception& fault) {
    throw Error(place.str(), "not JSON at " + position(text, count()) + ": " + reason(fault.what()));
  }
}

template nlohmann::json parse_json(std::string_view, const std::string&);
template Json parse_json(std::string_view, const std::string&);

}  // namespace yologold
