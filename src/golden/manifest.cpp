#include "golden/manifest.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "files/hash.hpp"
#include "files/write.hpp"
#include "golden/damaged.hpp"
#include "json/fields.hpp"

namespace yologold {
namespace fs = std::filesystem;
namespace {

// Holds an advisory lock of a folder.
class FolderLock {
 public:
  explicit FolderLock(const std::string& folder) : handle_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (handle_ < 0 || ::flock(handle_, LOCK_EX) != 0) throw Error(folder, std::strerror(errno), "a folder that can be read and written");
  }
  ~FolderLock() { ::close(handle_); }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int handle_;
};

void write_manifest(const std::string& folder, const Manifest& manifest) {
  Json json{{"format", "yologold-golden/1"},
            {"suite", manifest.suite},
            {"suite_sha256", manifest.suite_hash},
            {"numerics_version", numerics_version},
            {"tier", name_of(manifest.tier)}};
  json["cases"] = Json::object();
  for (const auto& [id, hash] : manifest.cases) json["cases"][id] = {{"case_sha256", hash}};
  write_text((fs::path(folder) / "golden.json").string(), json.dump(1) + "\n");
}

Manifest parse_manifest(const std::string& path) {
  const Json document = read_document(path);
  const Place root{path, ""};
  Fields fields(document, root);
  if (fields.text("format") != "yologold-golden/1") throw Error(path, "is no golden", "yologold-golden/1");
  Manifest manifest{fields.text("suite"), fields.text("suite_sha256"), {}, Tier::fast};
  fields.whole("numerics_version", 1, 1 << 20);
  if (fields.find("tier") != nullptr) manifest.tier = tier_named(fields.text("tier"), path);
  for (const auto& [id, entry] : fields.need("cases").items())
    check_case_id(id, path), manifest.cases[id] = Fields(entry, root.at("cases").at(id)).text("case_sha256");
  fields.finish();
  return manifest;
}

// The definition that a stored case was computed from; "" where it can not be read.
std::string stored_definition(const fs::path& folder) {
  try {
    return read_document((folder / "case.json").string()).value("definition", "");
  } catch (const std::exception&) {
    return "";
  }
}

// Removes a case's folder, and those above it that are then empty.
void remove_case(const std::string& folder, const std::string& id) {
  fs::remove_all(fs::path(folder) / id);
  std::error_code not_empty;
  for (fs::path above = fs::path(id).parent_path(); !above.empty(); above = above.parent_path()) fs::remove(folder / above, not_empty);
}

// Removes what processes that are gone left behind.
void sweep(const std::string& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const bool gone = name.rfind(aside_prefix, 0) == 0 && ::kill(std::atoi(name.c_str() + aside_prefix.size()), 0) != 0 && errno == ESRCH;
    if (gone) fs::remove_all(entry.path());
  }
}

}  // namespace

Manifest read_manifest(const std::string& folder) {
  try {
    return parse_manifest((fs::path(folder) / "golden.json").string());
  } catch (const Error& error) {
    throw Damaged(error.where, error.fault, error.allowed);
  }
}

void change_manifest(const std::string& folder, const std::function<void(Manifest&)>& change) {
  const FolderLock lock(folder);
  Manifest manifest;
  if (fs::exists(fs::path(folder) / "golden.json")) manifest = read_manifest(folder);
  change(manifest);
  write_manifest(folder, manifest);
}

std::string definition_of(const Case& one, DType compute, Tier tier) {
  const std::string arithmetic = tier == Tier::certified ? " certified " : compute == DType::f64 ? " f64 " : " f32 ";
  return sha256(one.definition + arithmetic + std::to_string(numerics_version));
}

void check_golden_folder(const std::string& folder) {
  std::error_code unreadable;
  if (fs::exists(folder, unreadable) && !fs::is_directory(folder)) throw Error(folder, "is a file", "a folder: new, empty, or one with a golden.json");
  if (!fs::is_directory(folder, unreadable)) return;
  const FolderLock lock(folder);  // another process may be making it a golden
  const bool taken = !fs::is_empty(folder) && !fs::exists(fs::path(folder) / "golden.json");
  if (taken) throw Error(folder, "holds other files", "a new or empty folder, or one with a golden.json");
}

void open_golden(const std::string& folder, const Suite& suite, DType compute, Tier tier) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) throw Error(folder, "can not be made: " + failure.message());
  sweep(folder);
  change_manifest(folder, [&](Manifest& manifest) {
    std::map<std::string, std::string> current;
    for (const Case& one : suite.cases) current[one.id] = definition_of(one, compute, tier);
    for (auto entry = manifest.cases.begin(); entry != manifest.cases.end();) {
      const fs::path place = fs::path(folder) / entry->first;
      const auto known = current.find(entry->first);
      const bool keep = known != current.end() && stored_definition(place) == known->second;
      if (!keep) remove_case(folder, entry->first);
      entry = keep ? std::next(entry) : manifest.cases.erase(entry);
    }
    manifest.suite = suite.name;
    manifest.suite_hash = suite.hash;
    manifest.tier = tier;
  });
}

}  // namespace yologold
