#include "judge/actual.hpp"

#include <filesystem>

#include "files/read.hpp"
#include "yologold/error.hpp"

namespace yologold {

Actual read_actual(const std::string& folder, const std::string& id) {
  namespace fs = std::filesystem;
  Actual actual;
  const fs::path place = fs::path(folder) / id;
  if (!fs::is_directory(place)) return actual;

  // Take the tensors of every file that may hold some, in a fixed order.
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(place)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".npy" || name == "actual.safetensors" || name == "golden.safetensors") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    actual.files.push_back(file.string());
    const bool single = file.extension() == ".npy";
    for (auto& [name, tensor] : single ? Tensors{{file.stem().string(), read_npy(file.string())}} : read_safetensors(file.string()))
      if (!actual.tensors.emplace(name, std::move(tensor)).second) throw Error(file.string(), "gives the tensor \"" + name + "\" a second time");
  }
  return actual;
}

}  // namespace yologold
