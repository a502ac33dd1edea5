#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "data/readers.hpp"
#include "files/bytes.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

/// Adds pictures with their labels to a split; the same picture in two splits is one sample.
class Gatherer {
 public:
  Gatherer(RawSet& set, std::vector<fs::path> bases) : set_(set), bases_(std::move(bases)) {}

  void add(const fs::path& picture, const std::string& split) {
    const auto [found, fresh] = sample_of_.emplace(picture.lexically_normal().string(), set_.samples.size());
    if (fresh) {
      RawSample sample;
      sample.path = picture;
      read_yolo_labels(sample, set_);
      set_.samples.push_back(std::move(sample));
    }
    if (!split.empty()) set_.samples[found->second].splits.insert(split);
  }

  /// A folder of pictures, or a list of them.
  void add_entry(const std::string& entry, const std::string& split, const std::string& where) {
    const fs::path found = find_path(entry, bases_);
    if (found.empty()) throw Error(where, split + ": \"" + entry + "\" is not there", "a folder of pictures, or a text file with one picture a line");
    if (fs::is_directory(found)) {
      for (const fs::path& file : list_files(found, true))
        if (named_like_picture(file)) add(file, split);
      return;
    }
    std::vector<fs::path> bases = bases_;
    bases.insert(bases.begin(), found.parent_path());
    for (const std::string& line : read_lines(found)) {
      const fs::path picture = find_path(line, bases);
      if (picture.empty())
        set_.report.add(LabelFinding::missing_picture, line, "named by " + found.string());
      else
        add(picture, split);
    }
  }

 private:
  RawSet& set_;
  std::vector<fs::path> bases_;
  std::map<std::string, std::size_t> sample_of_;
};

std::vector<std::string> texts(const YAML::Node& node) {
  std::vector<std::string> result;
  if (node.IsScalar()) result.push_back(node.as<std::string>());
  if (node.IsSequence())
    for (const YAML::Node& one : node) result.push_back(one.as<std::string>());
  return result;
}

/// A list, or a map from id to name; ids without a name get their number.
std::vector<std::string> names_of(const YAML::Node& node, const std::string& where) {
  if (!node.IsMap()) return texts(node);
  std::vector<std::string> names;
  for (const auto& pair : node) {
    const auto id = pair.first.as<std::size_t>();
    if (id > 100000) throw Error(where, "names: class id " + std::to_string(id), "0 to 100000");
    while (names.size() <= id) names.push_back(std::to_string(names.size()));
    names[id] = pair.second.as<std::string>();
  }
  return names;
}

void read_yaml(const fs::path& file, RawSet& set) {
  const YAML::Node root = YAML::Load(read_text(file.string()));
  const std::string where = file.string();
  if (!root.IsMap() || !root["names"]) throw Error(where, "is not a YOLO data file", "the keys names, train, and maybe path, val, test");
  set.classes = names_of(root["names"], where);

  const fs::path folder = fs::absolute(file).parent_path();
  std::vector<fs::path> bases = {folder};
  const fs::path base = root["path"] ? find_path(root["path"].as<std::string>(), {folder}) : fs::path();
  if (!base.empty()) bases.insert(bases.begin(), base);
  Gatherer gatherer(set, bases);
  for (const char* split : {"train", "val", "test"})
    if (root[split])
      for (const std::string& entry : texts(root[split])) gatherer.add_entry(entry, split, where);
}

}  // namespace

RawSet read_yolo_yaml(const fs::path& file) {
  RawSet set{file.string(), "yolo", {}, false, {}, {}};
  try {
    read_yaml(file, set);
  } catch (const YAML::Exception& error) {
    throw Error(file.string() + ":" + std::to_string(error.mark.line + 1), error.msg);
  }
  return set;
}

RawSet read_darknet_data(const fs::path& file) {
  // key = value lines.
  RawSet set{file.string(), "darknet", {}, false, {}, {}};
  std::map<std::string, std::string> values;
  for (const std::string& line : read_lines(file)) {
    const std::size_t equals = line.find('=');
    if (line.starts_with("#") || equals == std::string::npos) continue;
    const auto trim = [](const std::string& text) {
      const std::size_t first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
      return first == std::string::npos ? std::string() : text.substr(first, last + 1 - first);
    };
    values[trim(line.substr(0, equals))] = trim(line.substr(equals + 1));
  }

  // Paths are relative to where darknet ran: most often the file's folder or the one above.
  const fs::path folder = fs::absolute(file).parent_path();
  const std::vector<fs::path> bases = {folder, folder.parent_path()};
  const fs::path names = values.contains("names") ? find_path(values["names"], bases) : fs::path();
  if (names.empty()) throw Error(file.string(), "names: \"" + values["names"] + "\" is not there", "a text file with one class a line");
  set.classes = read_lines(names);
  Gatherer gatherer(set, bases);
  for (const auto& [key, split] : {std::pair{"train", "train"}, {"valid", "val"}, {"val", "val"}, {"test", "test"}})
    if (values.contains(key)) gatherer.add_entry(values[key], split, file.string());
  return set;
}

RawSet read_yolo_folder(const fs::path& root) {
  RawSet set{root.string(), "yolo", {}, false, {}, {}};

  // The names of the classes, else their numbers.
  for (const fs::path& file : list_files(root, true)) {
    const bool names = file.filename() == "classes.txt" || file.filename() == "obj.names" || lower(file.extension().string()) == ".names";
    if (names && set.classes.empty()) set.classes = read_lines(file);
  }
  const bool numbered = set.classes.empty();

  // Every picture, in the split its folder names.
  Gatherer gatherer(set, {root});
  for (const fs::path& file : list_files(root, true))
    if (named_like_picture(file)) gatherer.add(file, split_of(file, root));
  if (!numbered) return set;
  int last = -1;
  for (const RawSample& sample : set.samples)
    for (const RawBox& box : sample.boxes) last = std::max(last, std::min(box.class_id, 9999));
  for (int id = 0; id <= last; ++id) set.classes.push_back(std::to_string(id));
  return set;
}

}  // namespace yologold
