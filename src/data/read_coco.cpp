#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "data/readers.hpp"
#include "files/bytes.hpp"
#include "json/parse.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

using nlohmann::json;

bool is_coco(const json& document) {
  const auto list = [&](const char* key) { return document.contains(key) && document[key].is_array(); };
  return document.is_object() && list("images") && list("annotations") && list("categories");
}

/// A JSON file among others may be anything, also no JSON.
bool is_coco_file(const fs::path& file) {
  if (lower(file.extension().string()) != ".json") return false;
  try {
    return is_coco(parse_json(read_text(file.string()), file.string()));
  } catch (const Error&) {
    return false;
  }
}

bool is_id(const json& object, const char* key) { return object.is_object() && object.contains(key) && object[key].is_number_integer(); }

int size_of(const json& image, const char* key) {
  return image.contains(key) && image[key].is_number() ? static_cast<int>(std::clamp(image[key].get<double>(), 0.0, 1e9)) : 0;
}

/// What can be counted: a panoptic file's other categories (sky, road) are no objects.
std::map<std::int64_t, std::string> read_categories(const json& document) {
  std::map<std::int64_t, std::string> names;
  for (const json& category : document["categories"]) {
    if (!is_id(category, "id") || !category.contains("name") || !category["name"].is_string()) continue;
    const bool thing = !category.contains("isthing") || category["isthing"] != 0;
    if (thing) names[category["id"].get<std::int64_t>()] = category["name"].get<std::string>();
  }
  return names;
}

/// One file: its images by id, then the boxes that belong to them.
class CocoReader {
 public:
  CocoReader(RawSet& set, const fs::path& file, const json& document) : set_(set), file_(file), document_(document), names_(read_categories(document)) {
    for (const auto& [id, name] : names_) set_.class_of(name);
  }

  void read(const fs::path& root, const PictureIndex& pictures, const std::string& split) {
    read_images(root, pictures, split);
    read_annotations();
  }

 private:
  void read_images(const fs::path& root, const PictureIndex& pictures, const std::string& split) {
    for (const json& image : document_["images"]) {
      if (!is_id(image, "id") || !image.contains("file_name") || !image["file_name"].is_string()) continue;
      const std::string name = image["file_name"];
      RawSample sample;
      if (!split.empty()) sample.splits.insert(split);
      sample.where = file_.string();
      sample.path = find_path(name, {file_.parent_path(), root, root / "images"});
      if (sample.path.empty()) sample.path = pictures.find(name, split);
      if (sample.path.empty()) sample.path = root / name;
      sample.width = size_of(image, "width");
      sample.height = size_of(image, "height");
      sample_of_[image["id"].get<std::int64_t>()] = set_.samples.size();
      set_.samples.push_back(std::move(sample));
    }
  }

  /// The boxes; those of a panoptic file lie one level deeper.
  void read_annotations() {
    const std::string where = file_.string() + "#/annotations/";
    for (std::size_t i = 0; i < document_["annotations"].size(); ++i) {
      const json& one = document_["annotations"][i];
      const std::string place = where + std::to_string(i);
      const bool panoptic = one.is_object() && one.contains("segments_info") && one["segments_info"].is_array();
      if (panoptic && is_id(one, "image_id")) {
        label(one["image_id"]);
        for (std::size_t k = 0; k < one["segments_info"].size(); ++k)
          add(one["segments_info"][k], one["image_id"], place + "/segments_info/" + std::to_string(k), true);
      } else if (!is_id(one, "image_id") || !add(one, one["image_id"], place, false)) {
        set_.report.add(LabelFinding::bad_line, place, "needs image_id, category_id and bbox [x, y, width, height]");
      }
    }
  }

  RawSample* label(const json& image) {
    const auto found = sample_of_.find(image.get<std::int64_t>());
    if (found == sample_of_.end()) return nullptr;
    set_.samples[found->second].labelled = true;
    return &set_.samples[found->second];
  }

  bool add(const json& one, const json& image, const std::string& place, bool panoptic) {
    if (!is_id(one, "category_id") || !one.contains("bbox") || !one["bbox"].is_array() || one["bbox"].size() != 4) return false;
    for (const json& value : one["bbox"])
      if (!value.is_number()) return false;
    const std::int64_t category = one["category_id"];
    const auto name = names_.find(category);
    if (panoptic && name == names_.end()) return true;
    RawSample* sample = label(image);
    if (!sample) {
      set_.report.add(LabelFinding::missing_picture, place, "image_id " + image.dump() + " is no image of the file");
      return true;
    }
    RawBox box;
    box.class_text = name == names_.end() ? "category " + std::to_string(category) : name->second;
    box.class_id = name == names_.end() ? -1 : set_.class_of(name->second);
    box.left = one["bbox"][0];
    box.top = one["bbox"][1];
    box.right = box.left + one["bbox"][2].get<double>();
    box.bottom = box.top + one["bbox"][3].get<double>();
    box.ignore = one.contains("iscrowd") && one["iscrowd"].is_number() && one["iscrowd"] != 0;
    box.where = place;
    sample->boxes.push_back(std::move(box));
    return true;
  }

  RawSet& set_;
  const fs::path& file_;
  const json& document_;
  std::map<std::int64_t, std::string> names_;
  std::map<std::int64_t, std::size_t> sample_of_;
};

std::string split_of_file(const fs::path& file) {
  // instances_train2017.json, train.json, train/_annotations.coco.json
  const std::string stem = file.stem().string();
  for (std::size_t at = 0; at != std::string::npos;) {
    const std::string split = split_of(stem.substr(at, stem.find_first_of("_-.", at) - at));
    if (!split.empty()) return split;
    at = stem.find_first_of("_-.", at);
    if (at != std::string::npos) ++at;
  }
  return split_of(file.parent_path().filename().string());
}

}  // namespace

std::vector<fs::path> find_coco_files(const fs::path& root) {
  std::vector<fs::path> found, folders = {root, root / "annotations"};
  for (const fs::path& folder : list_folders(root))
    if (!split_of(folder.filename().string()).empty()) folders.push_back(folder);
  for (const fs::path& folder : folders)
    for (const fs::path& file : list_files(folder, false))
      if (is_coco_file(file)) found.push_back(file);

  const auto other_kind = [](const fs::path& file) { return file.filename().string().find("instances") == std::string::npos; };
  if (!std::all_of(found.begin(), found.end(), other_kind)) std::erase_if(found, other_kind);
  return found;
}

RawSet read_coco(const std::vector<fs::path>& files) {
  RawSet set{files.front().string(), "coco", {}, false, {}, {}};
  for (const fs::path& file : files) {
    const json document = parse_json(read_text(file.string()), file.string());
    if (!is_coco(document)) throw Error(file.string(), "is not a COCO file of objects", "an object with the lists images, annotations, categories");
    const fs::path folder = fs::absolute(file).parent_path(), root = folder.filename() == "annotations" ? folder.parent_path() : folder;
    CocoReader(set, file, document).read(root, PictureIndex(root), files.size() > 1 ? split_of_file(file) : "");
  }
  return set;
}

}  // namespace yologold
