#include "images/read_image.hpp"

#include "images/jpeg.hpp"
#include "images/png.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

bool starts_with(Bytes bytes, std::string_view magic) { return text_of(bytes).starts_with(magic); }

bool is_jpeg(Bytes bytes) { return starts_with(bytes, "\xff\xd8\xff"); }

bool is_png(Bytes bytes) { return starts_with(bytes, "\x89PNG\r\n\x1a\n"); }

[[noreturn]] void refuse(Bytes bytes, const std::string& name) {
  throw Error(name, bytes.empty() ? "is empty" : "is not a picture that can be read", "JPEG, PNG");
}

}  // namespace

PictureHeader decode_picture_header(Bytes bytes, const std::string& name) {
  if (is_jpeg(bytes)) return read_jpeg_header(bytes, name);
  if (is_png(bytes)) return read_png_header(bytes, name);
  refuse(bytes, name);
}

Image decode_image(Bytes bytes, const std::string& name) {
  const PictureHeader header = decode_picture_header(bytes, name);
  return turn_upright(is_jpeg(bytes) ? decode_jpeg(bytes, name) : decode_png(bytes, name), header.orientation);
}

Image read_image(const std::string& path) { return decode_image(read_bytes(path), path); }

PictureHeader read_picture_header(const std::string& path) { return decode_picture_header(MappedFile(path).bytes(), path); }

void check_size(const PictureHeader& header, const std::string& name) {
  const long long pixels = static_cast<long long>(header.stored_width) * header.stored_height;
  if (header.stored_width < 1 || header.stored_height < 1 || pixels > most_pixels)
    throw Error(name, "has " + std::to_string(header.stored_width) + " x " + std::to_string(header.stored_height) + " pixels", "1 to 2^27 pixels");
}

}  // namespace yologold
