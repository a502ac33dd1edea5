#include "configs/bundled.hpp"

#include <cstdlib>

#include "configs/paths.hpp"

namespace yologold {
namespace fs = std::filesystem;

std::vector<fs::path> bundled_folders(const std::string& kind) {
  std::vector<fs::path> folders;
  if (const char* own = std::getenv("YOLOGOLD_CONFIGS"); own && *own) folders.emplace_back(own);
  folders.emplace_back(YG_SOURCE_CONFIGS);
  folders.emplace_back(YG_INSTALLED_CONFIGS);
  for (fs::path& folder : folders) folder /= kind == "train" ? kind : kind + "s";
  return folders;
}

std::set<std::string> bundled_names(const std::string& kind) {
  std::set<std::string> names;
  for (const fs::path& folder : bundled_folders(kind)) {
    std::error_code fault;
    for (const auto& file : fs::directory_iterator(folder, fault))
      if (const fs::path stem = file.path().stem(); file.path().extension() == ".json" && stem.extension() != ".schema") names.insert(stem.string());
  }
  return names;
}

}  // namespace yologold
