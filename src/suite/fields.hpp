#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "suite/json.hpp"

namespace yologold {

/// Reads a JSON object strictly: every key must be asked for, every value must have the type asked for.
/// Errors carry the JSON pointer. "$comment" and "$schema" are allowed in every object.
class Fields {
 public:
  Fields(const Json& object, std::string where);  ///< the object must outlive the reader
  Fields(Json&&, std::string) = delete;

  const Json* find(const std::string& key);  ///< nullptr where it is absent
  const Json& need(const std::string& key);
  std::string text(const std::string& key);  ///< must be there
  std::string text(const std::string& key, const std::string& otherwise);
  std::int64_t integer(const std::string& key, std::int64_t low, std::int64_t high);
  double number(const std::string& key, double otherwise);
  bool flag(const std::string& key, bool otherwise);
  std::vector<std::string> texts(const std::string& key);  ///< empty where it is absent
  std::string pointer(const std::string& key) const { return where_ + "/" + key; }

  /// Throws where a key was never asked for; names the nearest one that was.
  void finish() const;

 private:
  const Json& object_;
  std::string where_;
  std::set<std::string> asked_;
};

/// "a, b, c"
std::string join(const std::vector<std::string>& names);

/// The name nearest to a word, or "" where none is near.
std::string nearest(const std::string& word, const std::vector<std::string>& names);

/// The words after an unknown name: `"hed" is unknown, did you mean "heads"?`
std::string unknown_name(const std::string& word, const std::vector<std::string>& names);

}  // namespace yologold
