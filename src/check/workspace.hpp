#pragma once
#include <filesystem>
#include <string>

namespace yologold {

/// Where the files of a check stand: in/ID what a backend reads, out/ID what it writes, log/ID its words. A temporary folder that is gone with this
/// object, or a folder that is kept.
class Workspace {
 public:
  /// @param kept  "": a temporary folder; else a folder that is new or empty, or Error
  explicit Workspace(const std::string& kept);
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  /// A folder of a case, made where it is missing.
  std::string folder(const std::string& kind, const std::string& id) const;
  std::string actual() const { return (root_ / "out").string(); }  ///< what `yologold diff` calls ACTUAL

  /// Drops the files of a case unless they are kept.
  void done(const std::string& id) const;

 private:
  std::filesystem::path root_;
  bool kept_;
};

}  // namespace yologold
