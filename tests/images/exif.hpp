#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "images/image.hpp"
#include "images/jpeg.hpp"

namespace yologold::test {

/// A TIFF block, big-endian, with one entry: tag 0x0112 (Orientation), SHORT.
inline std::string tiff_with_orientation(int value) {
  std::string tiff("MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0?\0\0\0\0\0\0", 26);
  tiff[19] = static_cast<char>(value);
  return tiff;
}

/// A JPEG whose EXIF block asks to be turned.
inline std::vector<std::byte> jpeg_with_orientation(const Image& stored, int value) {
  std::vector<std::byte> jpeg = encode_jpeg(stored, 100, "memory");
  const std::string exif = std::string("Exif\0\0", 6) + tiff_with_orientation(value);
  std::string marker = "\xff\xe1";
  marker += static_cast<char>((exif.size() + 2) >> 8);
  marker += static_cast<char>((exif.size() + 2) & 0xff);
  marker += exif;
  const auto* first = reinterpret_cast<const std::byte*>(marker.data());
  jpeg.insert(jpeg.begin() + 2, first, first + marker.size());
  return jpeg;
}

}  // namespace yologold::test
