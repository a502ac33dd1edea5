#include "images/png.hpp"

#include <png.h>

#include <cstdint>

#include "yologold/error.hpp"

namespace yologold {
namespace {

/// libpng's reader and writer in one call each: they keep their jumps to themselves.
struct Png : png_image {
  Png() : png_image{} { version = PNG_IMAGE_VERSION; }
  Png(const Png&) = delete;
  Png& operator=(const Png&) = delete;
  ~Png() { png_image_free(this); }
};

void open(Png& png, Bytes bytes, const std::string& name) {
  if (!png_image_begin_read_from_memory(&png, bytes.data(), bytes.size())) throw Error(name, std::string("is a damaged PNG: ") + png.message);
  // 16-bit values are as dark as 8-bit ones; opening has cleared the flags.
  png.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
}

std::uint32_t big_endian(Bytes bytes, std::size_t offset) { return __builtin_bswap32(load<std::uint32_t>(bytes, offset)); }

/// A PNG is a row of chunks: length, type, content, check sum. eXIf holds an EXIF block without its head.
Orientation find_orientation(Bytes bytes) {
  constexpr std::size_t magic = 8, frame = 12;
  for (std::size_t at = magic; at + frame <= bytes.size();) {
    const std::size_t length = big_endian(bytes, at);
    if (length > bytes.size() - at - frame) break;
    const std::string_view type = text_of(bytes.subspan(at + 4, 4));
    if (type == "IDAT") break;
    if (type == "eXIf") {
      const std::string exif = std::string("Exif\0\0", 6).append(text_of(bytes.subspan(at + 8, length)));
      return read_orientation(std::as_bytes(std::span(exif)));
    }
    at += length + frame;
  }
  return {};
}

}  // namespace

PictureHeader read_png_header(Bytes bytes, const std::string& name) {
  Png png;
  open(png, bytes, name);
  const PictureHeader header{static_cast<int>(png.width), static_cast<int>(png.height), find_orientation(bytes)};
  check_size(header, name);
  return header;
}

Image decode_png(Bytes bytes, const std::string& name) {
  Png png;
  open(png, bytes, name);
  png.format = PNG_FORMAT_RGB;
  Image image(static_cast<int>(png.width), static_cast<int>(png.height));
  const png_color white{255, 255, 255};
  if (!png_image_finish_read(&png, &white, image.pixels.data(), 0, nullptr)) throw Error(name, std::string("is a damaged PNG: ") + png.message);
  return image;
}

std::vector<std::byte> encode_png(const Image& image, const std::string& name) {
  Png png;
  png.width = static_cast<png_uint_32>(image.width);
  png.height = static_cast<png_uint_32>(image.height);
  png.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);
  std::vector<std::byte> bytes(size);
  if (!png_image_write_to_memory(&png, bytes.data(), &size, 0, image.pixels.data(), 0, nullptr))
    throw Error(name, std::string("cannot be written as PNG: ") + png.message);
  bytes.resize(size);
  return bytes;
}

}  // namespace yologold
