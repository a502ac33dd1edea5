#pragma once
#include <zip.h>

#include <memory>
#include <string>

namespace yologold {

// libzip's handles, each closed the way that forgets unfinished work.
using ZipArchive = std::unique_ptr<zip_t, decltype(&zip_discard)>;
using ZipSource = std::unique_ptr<zip_source_t, decltype(&zip_source_free)>;
using ZipFile = std::unique_ptr<zip_file_t, decltype(&zip_fclose)>;

/// The last error of an archive, in words.
inline std::string zip_trouble(const ZipArchive& archive) { return zip_strerror(archive.get()); }

/// An error that no archive owns.
class ZipError {
 public:
  ZipError() { zip_error_init(&error_); }
  ZipError(const ZipError&) = delete;
  ZipError& operator=(const ZipError&) = delete;
  ~ZipError() { zip_error_fini(&error_); }

  zip_error_t* get() { return &error_; }
  std::string words() { return zip_error_strerror(&error_); }

 private:
  zip_error_t error_;
};

}  // namespace yologold
