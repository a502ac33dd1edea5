#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace yologold {

/// One entry of a zip written by hand; every field can lie.
struct ZipEntry {
  std::string name, packed;  // what stands in the file
  std::uint32_t size = 0;    // what the directory says it unpacks to
  std::uint32_t checksum = 0;
  std::uint16_t method = 0, flags = 0;  // 0: stored
  int same_as = -1;                     // shares the bytes of an earlier entry
};

inline std::uint32_t crc32_of(const std::string& text) {
  std::uint32_t crc = 0xffffffff;
  for (const char character : text) {
    crc ^= static_cast<unsigned char>(character);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
  }
  return ~crc;
}

/// An honest entry.
inline ZipEntry stored(const std::string& name, const std::string& data) { return {name, data, static_cast<std::uint32_t>(data.size()), crc32_of(data)}; }

/// An honest entry in one deflate block without compression.
inline ZipEntry deflated(const std::string& name, const std::string& data) {
  const auto length = static_cast<std::uint16_t>(data.size()), complement = static_cast<std::uint16_t>(~length);
  std::string packed(1, '\1');
  for (const std::uint16_t value : {length, complement}) packed += {static_cast<char>(value & 0xff), static_cast<char>(value >> 8)};
  return {name, packed + data, static_cast<std::uint32_t>(data.size()), crc32_of(data), 8};
}

class ZipBuilder {
 public:
  static std::string build(const std::vector<ZipEntry>& entries) {
    ZipBuilder zip;
    std::vector<std::size_t> offsets;
    for (const ZipEntry& entry : entries) {
      offsets.push_back(entry.same_as < 0 ? zip.text_.size() : offsets[static_cast<std::size_t>(entry.same_as)]);
      if (entry.same_as >= 0) continue;
      zip.u32(0x04034b50).common(entry).text_ += entry.name + entry.packed;
    }
    const std::size_t directory = zip.text_.size();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      zip.u32(0x02014b50).u16(20).common(entries[i]).u16(0).u16(0).u16(0).u32(0).u32(offsets[i]);
      zip.text_ += entries[i].name;
    }
    const std::size_t length = zip.text_.size() - directory;
    zip.u32(0x06054b50).u16(0).u16(0).u16(entries.size()).u16(entries.size()).u32(length).u32(directory).u16(0);
    return zip.text_;
  }

 private:
  ZipBuilder& u16(std::size_t value) {
    text_ += {static_cast<char>(value & 0xff), static_cast<char>(value >> 8 & 0xff)};
    return *this;
  }
  ZipBuilder& u32(std::size_t value) { return u16(value & 0xffff).u16(value >> 16); }

  /// The fields that the local header and the directory share, in their order.
  ZipBuilder& common(const ZipEntry& entry) {
    u16(20).u16(entry.flags).u16(entry.method).u16(0).u16(33).u32(entry.checksum).u32(entry.packed.size()).u32(entry.size);
    return u16(entry.name.size()).u16(0);
  }

  std::string text_;
};

}  // namespace yologold
