#pragma once
#include <bit>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yologold {

static_assert(std::endian::native == std::endian::little, "files are read and written as they lie in memory");

using Bytes = std::span<const std::byte>;

/// The whole of a regular file. Throws Error.
std::vector<std::byte> read_bytes(const std::string& path);

/// The bytes of a regular file, read where they are looked at. Throws Error.
class MappedFile {
 public:
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  Bytes bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

/// The same as text.
std::string read_text(const std::string& path);

inline std::string_view text_of(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/// A little-endian value at an offset that the caller has checked.
template <class T>
T load(Bytes bytes, std::size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

}  // namespace yologold
