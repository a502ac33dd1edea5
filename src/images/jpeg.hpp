#pragma once
#include <string>
#include <vector>

#include "images/picture_header.hpp"

/// JPEG through libjpeg-turbo. Each throws Error with `name` where the file is damaged or cut off.
namespace yologold {

PictureHeader read_jpeg_header(Bytes bytes, const std::string& name);
Image decode_jpeg(Bytes bytes, const std::string& name);  ///< as stored, not turned

/// @param quality  1..100
std::vector<std::byte> encode_jpeg(const Image& image, int quality, const std::string& name);

}  // namespace yologold
