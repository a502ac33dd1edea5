#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yologold {

namespace fs = std::filesystem;

std::string lower(std::string text);

/// Whether a file's name ends like a picture's, in any case. What it holds is seen later.
bool named_like_picture(const fs::path& path);

/// The files of a folder, sorted; hidden ones left out. @param deep  those of its folders too
std::vector<fs::path> list_files(const fs::path& folder, bool deep);

std::vector<fs::path> list_folders(const fs::path& folder);

/// train, val, test or trainval, of names like "Train", "valid", "val2017", "testing"; empty where it is none.
std::string split_of(const std::string& name);

/// The split a folder in the path below `root` names; empty where none does.
std::string split_of(const fs::path& path, const fs::path& root);

/// Finds pictures by the names that label files give them.
class PictureIndex {
 public:
  explicit PictureIndex(const fs::path& root);

  const std::vector<fs::path>& all() const { return all_; }

  /// The picture called `name` (folders in the name may lie), or one with the same stem; of several the one whose path holds `hint`. Empty where none is.
  fs::path find(const std::string& name, const std::string& hint = "") const;

 private:
  std::vector<fs::path> all_;
  std::multimap<std::string, fs::path> by_name_, by_stem_;
};

/// A file or folder named in a list, which may be relative to any of the bases or come from another machine; empty where none is there.
fs::path find_path(const std::string& text, const std::vector<fs::path>& bases);

}  // namespace yologold
