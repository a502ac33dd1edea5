#pragma once
#include <string>

#include "files/bytes.hpp"
#include "images/image.hpp"
#include "images/picture_header.hpp"

namespace yologold {

/// Decodes a JPEG or PNG, known by its content, not by its name, to upright RGB: grey, palette and 16 bits are converted, CMYK too (without a colour profile),
/// transparent pixels stand on white, the EXIF orientation is applied. Throws Error with the file's name where it is neither, damaged or cut off.
Image read_image(const std::string& path);

/// The same from memory. @param name  stands in the Error
Image decode_image(Bytes bytes, const std::string& name);

/// Size and orientation of a picture file; the pixels are not looked at. Throws Error.
PictureHeader read_picture_header(const std::string& path);
PictureHeader decode_picture_header(Bytes bytes, const std::string& name);

}  // namespace yologold
