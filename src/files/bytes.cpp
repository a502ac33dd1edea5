#include "files/bytes.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "yologold/error.hpp"

namespace yologold {

std::vector<std::byte> read_bytes(const std::string& path) {
  // Refuse what has no length: folders, pipes, devices.
  std::error_code trouble;
  const auto status = std::filesystem::status(path, trouble);
  if (std::filesystem::is_directory(status)) throw Error(path, "is a folder", "a file");
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) throw Error(path, "is a device or a pipe", "a regular file");

  // Read exactly as much as the file is long.
  errno = 0;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) throw Error(path, "cannot be read: " + std::generic_category().message(errno));
  const auto length = std::filesystem::file_size(path, trouble);
  if (trouble) throw Error(path, "cannot be read: " + trouble.message());
  std::vector<std::byte> bytes(length);
  if (std::fread(bytes.data(), 1, length, file.get()) != length)
    throw Error(path, "cannot be read to its end: " + std::generic_category().message(errno ? errno : EIO));
  return bytes;
}

std::string read_text(const std::string& path) { return std::string(text_of(read_bytes(path))); }

}  // namespace yologold
