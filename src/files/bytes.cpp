#include "files/bytes.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "yologold/error.hpp"

namespace yologold {

namespace {

// Folders, pipes and devices have no length.
void refuse_without_length(const std::string& path) {
  std::error_code trouble;
  const auto status = std::filesystem::status(path, trouble);
  if (std::filesystem::is_directory(status)) throw Error(path, "is a folder", "a file");
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) throw Error(path, "is a device or a pipe", "a regular file");
}

[[noreturn]] void refuse_unreadable(const std::string& path) { throw Error(path, "cannot be read: " + std::generic_category().message(errno)); }

}  // namespace

std::vector<std::byte> read_bytes(const std::string& path) {
  // Read exactly as much as the file is long.
  refuse_without_length(path);
  std::error_code trouble;
  errno = 0;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) refuse_unreadable(path);
  const auto length = std::filesystem::file_size(path, trouble);
  if (trouble) throw Error(path, "cannot be read: " + trouble.message());
  std::vector<std::byte> bytes(length);
  if (std::fread(bytes.data(), 1, length, file.get()) != length)
    throw Error(path, "cannot be read to its end: " + std::generic_category().message(errno ? errno : EIO));
  return bytes;
}

MappedFile::MappedFile(const std::string& path) {
  // Map it; the handle is not needed for long.
  refuse_without_length(path);
  const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) refuse_unreadable(path);
  struct stat status {};
  const bool known = ::fstat(handle, &status) == 0;
  const auto length = known ? static_cast<std::size_t>(status.st_size) : 0;
  void* const start = length > 0 ? ::mmap(nullptr, length, PROT_READ, MAP_PRIVATE, handle, 0) : nullptr;
  const int fault = errno;
  ::close(handle);
  errno = fault;
  if (!known || start == MAP_FAILED) refuse_unreadable(path);
  bytes_ = {static_cast<const std::byte*>(start), length};
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

std::string read_text(const std::string& path) { return std::string(text_of(read_bytes(path))); }

}  // namespace yologold
