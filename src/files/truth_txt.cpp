#include "files/truth_txt.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

#include "files/bytes.hpp"
#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

namespace fs = std::filesystem;

/// The lines, without their ends and the blanks around them.
std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t begin = std::min(line.find_first_not_of(" \t\r"), line.size());
    lines.push_back(line.substr(begin, line.find_last_not_of(" \t\r") + 1 - begin));
  }
  return lines;
}

std::vector<std::string_view> split_fields(std::string_view line) {
  std::vector<std::string_view> fields;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    if (end > 0) fields.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return fields;
}

template <class Number>
Number parse_field(std::string_view field, const std::string& where, const char* allowed) {
  Number value{};
  const auto [end, fault] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (fault == std::errc::result_out_of_range) throw Error(where, quote(field) + " is out of range", allowed);
  if (fault != std::errc() || end != field.data() + field.size()) throw Error(where, quote(field) + " is not a number", allowed);
  return value;
}

TruthBatch read_label_files(const std::vector<std::string>& files) {
  TruthBatch batch(static_cast<std::int64_t>(files.size()));
  for (std::size_t image = 0; image < files.size(); ++image) {
    const auto bytes = read_bytes(files[image]);
    parse_labels(text_of(bytes), files[image], static_cast<std::int64_t>(image), batch);
  }
  return batch;
}

}  // namespace

void parse_labels(std::string_view text, const std::string& where, std::int64_t image, TruthBatch& batch) {
  std::size_t number = 0;
  for (const auto line : split_lines(text)) {
    const std::string place = where + ":" + std::to_string(++number);
    const auto fields = split_fields(line);
    if (fields.empty()) continue;
    if (fields.size() != 5) throw Error(place, std::to_string(fields.size()) + " fields", "5 a line: class cx cy w h");
    std::array<double, 4> box;
    for (std::size_t i = 0; i < 4; ++i) box[i] = parse_field<double>(fields[i + 1], place, "a number of f64");
    batch.add(image, {box[0], box[1], box[2], box[3], parse_field<std::int32_t>(fields[0], place, "an integer of 32 bits")});
  }
}

TruthBatch read_label_folder(const std::string& path) {
  std::error_code trouble;
  std::vector<std::string> files;
  for (fs::directory_iterator entry(path, trouble), end; !trouble && entry != end; entry.increment(trouble))
    if (entry->path().extension() == ".txt") files.push_back(entry->path().string());
  if (trouble) throw Error(path, "cannot be read: " + trouble.message());
  std::sort(files.begin(), files.end());
  return read_label_files(files);
}

TruthBatch read_label_list(std::string_view text, const std::string& path) {
  if (text.find('\0') != std::string_view::npos)
    throw Error(path, "is no file of truths", "JSON, .npy of [N, T, 5], a text file that lists label files, a folder of *.txt");
  std::vector<std::string> files;
  std::size_t number = 0;
  for (const auto line : split_lines(text)) {
    ++number;
    if (line.empty()) continue;
    files.push_back((fs::path(path).parent_path() / line).string());
    if (!fs::exists(files.back()))
      throw Error(path + ":" + std::to_string(number), "no such file: " + files.back(), "the name of a label file a line, relative to the list");
  }
  return read_label_files(files);
}

}  // namespace yologold
