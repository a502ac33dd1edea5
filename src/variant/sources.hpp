#pragma once
#include <map>
#include <string>
#include <string_view>

#include "json/place.hpp"

namespace yologold {

/// Who wrote a key; a later layer overrules an earlier one.
enum class Layer { nobody, base, file, overrides };

/// Where each key of a variant was written last.
struct Sources {
  struct Source {
    Place place;
    Layer layer;
  };

  Place root;  ///< the document that is read
  std::map<std::string, Source, std::less<>> keys{};

  Layer layer_of(std::string_view key) const {
    const auto found = keys.find(key);
    return found == keys.end() ? Layer::nobody : found->second.layer;
  }

  /// Where the key stands, or would stand.
  Place place_of(std::string_view key) const {
    const auto found = keys.find(key);
    return found == keys.end() ? root.at(key) : found->second.place;
  }
};

}  // namespace yologold
