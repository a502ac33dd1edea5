#include "variant/load.hpp"

#include "configs/find_config.hpp"
#include "files/bytes.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {

VariantFile open_variant(const std::string& name, const std::string& folder, const std::string& place) {
  const std::string path = find_config("variant", name, place, folder);
  return {path, read_text(path)};
}

Variant load_variant(const std::string& name_or_path, std::span<const std::string> overrides) {
  const VariantFile file = open_variant(name_or_path, "", "variant");
  return parse_variant(file.text, file.path, overrides);
}

}  // namespace yologold
