#include <pugixml.hpp>

#include <cmath>
#include <map>

#include "data/readers.hpp"
#include "files/bytes.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

/// What is wrong with the file; empty where it is an annotation.
std::string parse_xml(const fs::path& file, pugi::xml_document& document) {
  try {
    const std::string text = read_text(file.string());
    const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size());
    if (!parsed) return parsed.description();
    return document.child("annotation") ? "" : "has no <annotation>";
  } catch (const Error& error) {
    return error.fault;
  }
}

double edge(const pugi::xml_node& box, const char* name) { return box.child(name).text().as_double(std::nan("")); }

/// What the XML file calls its picture, then its own name.
fs::path picture_of(const fs::path& xml, const RawSample& sample, const PictureIndex& pictures, const std::string& hint) {
  const fs::path same = pictures.find(xml.stem().string() + ".", hint);
  return !same.empty() || sample.path.empty() ? same : pictures.find(sample.path.string(), hint);
}

/// The pictures of each split of ImageSets/Main, in the order of the names; empty where there are no lists.
std::map<std::string, std::set<std::string>> read_image_sets(const fs::path& folder) {
  std::map<std::string, std::set<std::string>> splits_of;
  for (const fs::path& list : list_files(folder, false)) {
    const std::string split = split_of(list.stem().string());
    if (lower(list.extension().string()) != ".txt" || split.empty()) continue;
    for (const std::string& line : read_lines(list)) splits_of[line.substr(0, line.find_first_of(" \t"))].insert(split);
  }
  return splits_of;
}

}  // namespace

bool read_voc_xml(const fs::path& file, RawSample& sample, RawSet& set) {
  // Parse it.
  pugi::xml_document document;
  const std::string fault = parse_xml(file, document);
  if (!fault.empty()) {
    set.report.add(LabelFinding::bad_labels, file.string(), fault);
    return false;
  }
  const pugi::xml_node root = document.child("annotation");

  // Take the size and the objects.
  sample.labelled = true;
  sample.where = file.string();
  sample.width = root.child("size").child("width").text().as_int();
  sample.height = root.child("size").child("height").text().as_int();
  if (sample.path.empty()) sample.path = root.child("filename").text().as_string();
  int number = 0;
  for (const pugi::xml_node& object : root.children("object")) {
    const pugi::xml_node box = object.child("bndbox");
    RawBox raw;
    raw.where = sample.where + ", object " + std::to_string(++number);
    raw.class_text = object.child("name").text().as_string();
    raw.class_id = raw.class_text.empty() ? -1 : set.class_of(raw.class_text);
    raw.left = edge(box, "xmin");
    raw.top = edge(box, "ymin");
    raw.right = edge(box, "xmax");
    raw.bottom = edge(box, "ymax");
    raw.ignore = object.child("difficult").text().as_int() != 0;
    sample.boxes.push_back(raw);
  }
  return true;
}

RawSet read_voc(const fs::path& root) {
  RawSet set{root.string(), "voc", {}, true, {}, {}};
  const PictureIndex pictures(root / "JPEGImages");
  const auto listed = read_image_sets(root / "ImageSets" / "Main");

  // Those of the lists, or all.
  std::map<std::string, std::set<std::string>> wanted = listed;
  if (listed.empty()) {
    for (const fs::path& xml : list_files(root / "Annotations", false)) wanted[xml.stem().string()];
    for (const fs::path& picture : pictures.all()) wanted[picture.stem().string()];
  }

  for (const auto& [stem, splits] : wanted) {
    const fs::path xml = root / "Annotations" / (stem + ".xml");
    RawSample sample;
    sample.splits = splits;
    if (fs::exists(xml) && !read_voc_xml(xml, sample, set)) continue;
    const fs::path named = sample.path;
    sample.path = picture_of(xml, sample, pictures, "");
    if (sample.path.empty()) sample.path = root / "JPEGImages" / (named.empty() ? fs::path(stem + ".jpg") : named.filename());
    set.samples.push_back(std::move(sample));
  }
  return set;
}

bool has_xml_beside(const fs::path& root) {
  for (const fs::path& file : list_files(root, true))
    if (named_like_picture(file) && fs::exists(fs::path(file).replace_extension(".xml"))) return true;
  return false;
}

RawSet read_labelimg(const fs::path& root) {
  RawSet set{root.string(), "xml", {}, true, {}, {}};

  // Every picture with the XML file beside it.
  std::set<fs::path> used;
  for (const fs::path& file : list_files(root, true)) {
    if (!named_like_picture(file)) continue;
    RawSample sample;
    sample.path = file;
    const std::string split = split_of(file, root);
    if (!split.empty()) sample.splits.insert(split);
    const fs::path xml = fs::path(file).replace_extension(".xml");
    used.insert(xml);
    if (!fs::exists(xml) || read_voc_xml(xml, sample, set)) set.samples.push_back(std::move(sample));
  }

  // XML files whose picture is not there.
  for (const fs::path& file : list_files(root, true))
    if (lower(file.extension().string()) == ".xml" && !used.contains(file))
      set.report.add(LabelFinding::missing_picture, file.string(), "labels without a picture");
  return set;
}

}  // namespace yologold
