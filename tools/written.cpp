#include "written.hpp"

#include <algorithm>
#include <filesystem>

#include "exit.hpp"

namespace yologold::tools {

namespace fs = std::filesystem;

Written read_written(const std::string& folder, const std::string& id) try {
  const std::string place = (fs::path(folder) / id).string();
  if (!fs::is_directory(place)) return {{}, "no folder " + place};
  Actual actual = read_actual(folder, id);
  if (actual.files.empty()) return {{}, "no gradient-K.npy and no actual.safetensors in " + place};
  return {std::move(actual)};
} catch (const Error& error) {
  return {{}, error.what(), true};
}

void refuse_foreign_folder(const std::string& folder, const std::vector<std::string>& ids) {
  const auto is_there = [&](const std::string& id) { return fs::is_directory(fs::path(folder) / id); };
  if (ids.empty() || std::any_of(ids.begin(), ids.end(), is_there)) return;
  const std::string others = ids.size() > 1 ? ", nor one of the other " + std::to_string(ids.size() - 1) + " cases" : "";
  throw Exit(io_failure, "no folder " + (fs::path(folder) / ids[0]).string() + others + ": nothing was written, or " + folder + " is not the folder");
}

}  // namespace yologold::tools
