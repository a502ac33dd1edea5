#pragma once
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace yologold {

/// The folders of bundled files of a kind, the first to be asked first: of $YOLOGOLD_CONFIGS, of the source tree's configs, of the installed share/yologold.
/// @param kind  variant, suite, profile, network or train
std::vector<std::filesystem::path> bundled_folders(const std::string& kind);

/// The names of the files in them, schemas aside.
std::set<std::string> bundled_names(const std::string& kind);

}  // namespace yologold
