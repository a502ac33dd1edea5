#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "variant/sources.hpp"

namespace yologold {

/// What is written of a variant: the last value of each key, and where it stands.
struct Document {
  Sources sources;
  std::map<std::string, nlohmann::json, std::less<>> values{};

  void put(const std::string& key, const nlohmann::json& value, const Place& place, Layer layer) {
    sources.keys.insert_or_assign(key, Sources::Source{place, layer});
    values.insert_or_assign(key, value);
  }
};

}  // namespace yologold
