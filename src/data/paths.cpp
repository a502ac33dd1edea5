#include "data/paths.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <system_error>

namespace yologold {
namespace {

bool hidden(const fs::path& path) { return path.filename().string().starts_with("."); }

/// Names written on Windows have back-slashes.
std::string with_slashes(std::string text) {
  std::replace(text.begin(), text.end(), '\\', '/');
  return text;
}

}  // namespace

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool named_like_picture(const fs::path& path) {
  constexpr std::array<std::string_view, 10> endings = {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff"};
  return std::find(endings.begin(), endings.end(), lower(path.extension().string())) != endings.end();
}

std::vector<fs::path> list_files(const fs::path& folder, bool deep) {
  std::vector<fs::path> files;
  std::error_code trouble;
  constexpr auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator entry(folder, options, trouble), end; !trouble && entry != end; entry.increment(trouble)) {
    std::error_code none;
    const bool is_folder = entry->is_directory(none);
    if (is_folder && (!deep || hidden(entry->path()))) entry.disable_recursion_pending();
    if (!is_folder && !hidden(entry->path()) && entry->is_regular_file(none)) files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<fs::path> list_folders(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code trouble;
  for (fs::directory_iterator entry(folder, trouble), end; !trouble && entry != end; entry.increment(trouble)) {
    std::error_code none;
    if (!hidden(entry->path()) && entry->is_directory(none)) folders.push_back(entry->path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

std::string split_of(const std::string& name) {
  const std::string text = lower(name);
  if (text.starts_with("trainval")) return "trainval";
  for (const char* split : {"train", "val", "test"}) {
    if (!text.starts_with(split)) continue;
    const std::string rest = text.substr(std::string_view(split).size());
    const bool number = std::all_of(rest.begin(), rest.end(), [](unsigned char c) { return std::isdigit(c) || c == '_' || c == '-'; });
    if (number || rest == "ing" || rest == "id" || rest == "idation") return split;
  }
  return "";
}

std::string split_of(const fs::path& path, const fs::path& root) {
  for (const fs::path& part : path.parent_path().lexically_relative(root)) {
    const std::string split = split_of(part.string());
    if (!split.empty()) return split;
  }
  return "";
}

PictureIndex::PictureIndex(const fs::path& root) {
  for (const fs::path& file : list_files(root, true)) {
    if (!named_like_picture(file)) continue;
    all_.push_back(file);
    by_name_.emplace(file.filename().string(), file);
    by_stem_.emplace(file.stem().string(), file);
  }
}

fs::path PictureIndex::find(const std::string& name, const std::string& hint) const {
  const fs::path file = fs::path(with_slashes(name)).filename();
  const auto choose = [&](auto range) {
    for (auto found = range.first; found != range.second; ++found)
      if (found->second.string().find(hint) != std::string::npos) return found->second;
    return range.first == range.second ? fs::path() : range.first->second;
  };
  const fs::path same = choose(by_name_.equal_range(file.string()));
  return same.empty() ? choose(by_stem_.equal_range(file.stem().string())) : same;
}

fs::path find_path(const std::string& text, const std::vector<fs::path>& bases) {
  const fs::path wanted = with_slashes(text);
  std::error_code none;
  for (const fs::path& base : bases) {
    // As written, then without leading "..", then without leading folders.
    if (fs::exists(base / wanted, none)) return (base / wanted).lexically_normal();
    fs::path rest = wanted.relative_path();
    while (!rest.empty()) {
      const fs::path shorter = rest.lexically_relative(*rest.begin());
      if (fs::exists(base / rest, none) && *rest.begin() != "..") return (base / rest).lexically_normal();
      if (shorter == "." || shorter.empty()) break;
      rest = shorter;
    }
  }
  return {};
}

}  // namespace yologold
