#include "data/open_data_set.hpp"

#include <yaml-cpp/yaml.h>
#include <optional>

#include "data/make_data_set.hpp"
#include "data/readers.hpp"
#include "data/shapes.hpp"
#include "files/bytes.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr const char* formats =
    "shapes, a folder in the layout of Pascal VOC, labelImg (XML beside the pictures), COCO JSON or YOLO txt, a COCO .json, a YOLO .yaml, a darknet .data";

bool ends_with(const fs::path& file, std::initializer_list<std::string_view> endings) {
  const std::string ending = lower(file.extension().string());
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

/// A YAML file among others may be anything.
bool is_yolo_yaml(const fs::path& file) {
  try {
    const YAML::Node root = YAML::Load(read_text(file.string()));
    return root.IsMap() && root["names"] && (root["train"] || root["val"] || root["test"]);
  } catch (const YAML::Exception&) {
    return false;
  }
}

std::optional<RawSet> read_file(const fs::path& file) {
  if (ends_with(file, {".json"})) return read_coco({file});
  if (ends_with(file, {".yaml", ".yml"})) return read_yolo_yaml(file);
  if (ends_with(file, {".data"})) return read_darknet_data(file);
  return std::nullopt;
}

std::optional<RawSet> read_folder(const fs::path& root) {
  // What its files say it is.
  for (const fs::path& file : list_files(root, false))
    if (ends_with(file, {".yaml", ".yml"}) && is_yolo_yaml(file)) return read_yolo_yaml(file);
  for (const fs::path& file : list_files(root, false))
    if (ends_with(file, {".data"})) return read_darknet_data(file);

  // What its folders say it is.
  if (fs::is_directory(root / "Annotations") && fs::is_directory(root / "JPEGImages")) return read_voc(root);
  const auto coco = find_coco_files(root);
  if (!coco.empty()) return read_coco(coco);

  // The only subfolder that says it; else labels beside pictures, wherever they are.
  std::vector<fs::path> voc;
  for (const fs::path& folder : list_folders(root))
    if (fs::is_directory(folder / "Annotations") && fs::is_directory(folder / "JPEGImages")) voc.push_back(folder);
  if (voc.size() == 1) return read_voc(voc.front());
  if (has_xml_beside(root)) return read_labelimg(root);
  if (has_yolo_labels(root)) return read_yolo_folder(root);
  const auto folders = list_folders(root);
  return folders.size() == 1 ? read_folder(folders.front()) : std::nullopt;
}

}  // namespace

DataSet open_data_set(const std::string& path, const DataOptions& options) {
  if (path == "shapes") return make_shapes({});
  std::error_code none;
  if (!fs::exists(path, none)) throw Error(path, "is not there", formats);
  std::optional<RawSet> raw = fs::is_directory(path) ? read_folder(path) : read_file(path);
  if (!raw) throw Error(path, "is no data set that is known", formats);
  raw->name = path;
  return make_data_set(std::move(*raw), options);
}

}  // namespace yologold
