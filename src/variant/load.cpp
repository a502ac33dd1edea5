#include "variant/load.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <vector>

#include "variant/configs.hpp"
#include "variant/text.hpp"
#include "yologold/error.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {

namespace {

namespace fs = std::filesystem;

/// The folders of bundled variants, the first to be asked first.
std::vector<fs::path> variant_folders() {
  std::vector<fs::path> folders;
  if (const char* own = std::getenv("YOLOGOLD_CONFIGS"); own && *own) folders.emplace_back(own);
  folders.emplace_back(YG_SOURCE_CONFIGS);
  folders.emplace_back(YG_INSTALLED_CONFIGS);
  for (fs::path& folder : folders) folder /= "variants";
  return folders;
}

bool is_file(const fs::path& path) {
  std::error_code fault;
  return fs::is_regular_file(path, fault);
}

fs::path with_suffix(fs::path path) { return path.extension() == ".json" ? path : path += ".json"; }

fs::path find_file(const std::string& name, const std::string& folder) {
  // Ask beside the asking file, then take the name as a path, then as the name of a bundled variant.
  if (!folder.empty())
    for (const fs::path& path : {fs::path(folder) / name, with_suffix(fs::path(folder) / name)})
      if (is_file(path)) return path;
  if (is_file(name)) return name;
  for (const fs::path& bundled : variant_folders())
    if (const fs::path path = with_suffix(bundled / name); is_file(path)) return path;
  return {};
}

std::set<std::string> bundled_names() {
  std::set<std::string> names;
  for (const fs::path& folder : variant_folders()) {
    std::error_code fault;
    for (const auto& file : fs::directory_iterator(folder, fault))
      if (file.path().extension() == ".json") names.insert(file.path().stem().string());
  }
  return names;
}

}  // namespace

VariantFile open_variant(const std::string& name, const std::string& folder, const std::string& place) {
  const fs::path path = name.empty() ? fs::path() : find_file(name, folder);
  if (path.empty()) {
    const std::set<std::string> names = bundled_names();
    const std::vector<std::string_view> known(names.begin(), names.end());
    const auto meant = nearest(name, known);
    throw Error(place, quote(name) + " is not a variant" + (meant.empty() ? "" : "; did you mean " + quote(meant) + "?"), "a file, " + join(known));
  }
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw Error(path.string(), "can not be read");
  return {path.string(), std::move(text)};
}

Variant load_variant(const std::string& name_or_path, std::span<const std::string> overrides) {
  const VariantFile file = open_variant(name_or_path, "", "variant");
  return parse_variant(file.text, file.path, overrides);
}

}  // namespace yologold
