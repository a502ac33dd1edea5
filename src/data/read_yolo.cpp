#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "data/readers.hpp"
#include "files/bytes.hpp"

namespace yologold {
namespace {

/// The numbers of a line; nothing where something else stands there.
std::optional<std::vector<double>> parse_numbers(std::string_view line) {
  std::vector<double> values;
  const char *at = line.data(), *const end = at + line.size();
  while (at != end) {
    if (*at == ' ' || *at == '\t' || *at == ',') {
      ++at;
      continue;
    }
    double value = 0;
    const auto [next, trouble] = std::from_chars(*at == '+' ? at + 1 : at, end, value);
    if (trouble != std::errc{} || next == at) return std::nullopt;
    values.push_back(value);
    at = next;
  }
  return values;
}

/// class cx cy w h [confidence], or class and a polygon x1 y1 x2 y2 x3 y3 ...
bool read_box(const std::vector<double>& values, RawBox& box) {
  if (values.size() < 5 || values[0] != std::floor(values[0]) || std::abs(values[0]) > 1e6) return false;
  box.class_id = static_cast<int>(values[0]);
  if (values.size() <= 6) {
    box.left = values[1] - values[3] / 2;
    box.top = values[2] - values[4] / 2;
    box.right = values[1] + values[3] / 2;
    box.bottom = values[2] + values[4] / 2;
    return true;
  }
  if (values.size() % 2 == 0) return false;
  box.left = box.right = values[1];
  box.top = box.bottom = values[2];
  for (std::size_t i = 3; i < values.size(); i += 2) {
    box.left = std::min(box.left, values[i]);
    box.right = std::max(box.right, values[i]);
    box.top = std::min(box.top, values[i + 1]);
    box.bottom = std::max(box.bottom, values[i + 1]);
  }
  return true;
}

/// The path with its last folder `from` renamed.
fs::path with_folder(const fs::path& path, const std::string& from, const std::string& to) {
  fs::path::iterator last = path.end();
  for (auto part = path.begin(); part != path.end(); ++part)
    if (*part == from) last = part;
  if (last == path.end()) return {};
  fs::path result;
  for (auto part = path.begin(); part != path.end(); ++part) result /= part == last ? fs::path(to) : *part;
  return result;
}

}  // namespace

std::vector<std::string> read_lines(const fs::path& file) {
  std::vector<std::string> lines;
  const std::string text = read_text(file.string());
  for (std::size_t at = text.starts_with("\xef\xbb\xbf") ? 3 : 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::size_t first = text.find_first_not_of(" \t\r", at), last = text.find_last_not_of(" \t\r\n", end);
    if (first < end) lines.push_back(text.substr(first, last + 1 - first));
    at = end + 1;
  }
  return lines;
}

fs::path yolo_label_path(const fs::path& picture) {
  for (const fs::path& renamed : {with_folder(picture, "images", "labels"), with_folder(picture, "JPEGImages", "labels"), picture}) {
    const fs::path label = fs::path(renamed).replace_extension(".txt");
    std::error_code none;
    if (!renamed.empty() && fs::is_regular_file(label, none)) return label;
  }
  return {};
}

void read_yolo_labels(RawSample& sample, RawSet& set) {
  sample.in_pixels = false;
  const fs::path file = yolo_label_path(sample.path);
  if (file.empty()) return;
  sample.labelled = true;
  sample.where = file.string();
  std::size_t number = 0;
  for (const std::string& line : read_lines(file)) {
    RawBox box;
    box.where = sample.where + ", box " + std::to_string(++number);
    const auto values = parse_numbers(line);
    if (!values || !read_box(*values, box)) {
      set.report.add(LabelFinding::bad_line, box.where, "\"" + line.substr(0, 60) + "\"; allowed: class cx cy w h, or class and a polygon");
      continue;
    }
    box.class_text = "class " + std::to_string(box.class_id) + " of " + std::to_string(set.classes.size());
    sample.boxes.push_back(std::move(box));
  }
}

bool has_yolo_labels(const fs::path& root) {
  for (const fs::path& file : list_files(root, true)) {
    if (!named_like_picture(file)) continue;
    const fs::path label = yolo_label_path(file);
    if (label.empty()) continue;
    const auto lines = read_lines(label);
    RawBox box;
    if (lines.empty()) continue;
    const auto values = parse_numbers(lines.front());
    return values && read_box(*values, box);
  }
  return false;
}

}  // namespace yologold
