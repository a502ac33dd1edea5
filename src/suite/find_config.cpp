#include "suite/find_config.hpp"

#include <cstdlib>
#include <filesystem>
#include <set>
#include <vector>

#include "suite/fields.hpp"
#include "yologold/error.hpp"

namespace yologold {

std::string find_config(const std::string& kind, const std::string& name) {
  namespace fs = std::filesystem;
  if (fs::is_regular_file(name)) return name;

  // Look in every folder that may hold it.
  std::vector<fs::path> roots;
  if (const char* chosen = std::getenv("YOLOGOLD_CONFIGS")) roots.emplace_back(chosen);
  roots.emplace_back(YG_SOURCE_CONFIGS);
  roots.emplace_back(YG_INSTALLED_CONFIGS);
  for (const auto& root : roots)
    if (const fs::path file = root / kind / (name + ".json"); fs::is_regular_file(file)) return file.string();

  // Name what there is.
  std::set<std::string> known;
  std::error_code ignored;
  for (const auto& root : roots)
    for (const auto& entry : fs::directory_iterator(root / kind, ignored))
      if (entry.path().extension() == ".json" && entry.path().stem().extension().empty()) known.insert(entry.path().stem().string());
  const std::vector<std::string> names(known.begin(), known.end());
  throw Error(name, "no such file, and no name of " + kind + ": " + unknown_name(name, names), "a path, " + join(names));
}

}  // namespace yologold
