#include "check/workspace.hpp"

#include <stdlib.h>

#include <cerrno>
#include <cstring>

#include "yologold/error.hpp"

namespace yologold {
namespace fs = std::filesystem;
namespace {

fs::path make_temporary() {
  std::string name = (fs::temp_directory_path() / "yologold-check-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw Error(name, std::string("can not be made: ") + std::strerror(errno));
  return name;
}

fs::path make_kept(const std::string& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) throw Error(folder, "can not be made: " + failure.message());
  if (!fs::is_empty(folder)) throw Error(folder, "holds other files", "a new or empty folder");
  return fs::canonical(folder);
}

}  // namespace

Workspace::Workspace(const std::string& kept) : root_(kept.empty() ? make_temporary() : make_kept(kept)), kept_(!kept.empty()) {}

Workspace::~Workspace() {
  std::error_code ignored;
  if (!kept_) fs::remove_all(root_, ignored);
}

std::string Workspace::folder(const std::string& kind, const std::string& id) const {
  const fs::path path = root_ / kind / id;
  fs::create_directories(path);
  return path.string();
}

void Workspace::done(const std::string& id) const {
  if (kept_) return;
  for (const char* kind : {"in", "out", "log"}) fs::remove_all(root_ / kind / id);
}

}  // namespace yologold
