#include "configs/find_config.hpp"

#include "configs/bundled.hpp"
#include "json/names.hpp"
#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path& path) {
  std::error_code fault;
  return fs::is_regular_file(path, fault);
}

fs::path with_suffix(fs::path path) { return path.extension() == ".json" ? path : path += ".json"; }

}  // namespace

std::string find_config(const std::string& kind, const std::string& name, const std::string& where, const std::string& beside) {
  // Ask beside the asking file, then take the name as a path, then as the name of a bundled file.
  if (!beside.empty())
    for (const fs::path& path : {fs::path(beside) / name, with_suffix(fs::path(beside) / name)})
      if (is_file(path)) return path.string();
  if (is_file(name)) return name;
  for (const fs::path& bundled : bundled_folders(kind))
    if (const fs::path path = with_suffix(bundled / name); is_file(path)) return path.string();

  // Name what there is.
  const std::set<std::string> names = bundled_names(kind);
  const std::vector<std::string_view> known(names.begin(), names.end());
  throw Error(where, is_not(name, kind == "train" ? "a training" : "a " + kind, known), "a file, " + join(known));
}

}  // namespace yologold
