#pragma once
#include <string>
#include <vector>

#include "images/picture_header.hpp"

/// PNG through libpng. Each throws Error with `name` where the file is damaged or cut off.
namespace yologold {

PictureHeader read_png_header(Bytes bytes, const std::string& name);
Image decode_png(Bytes bytes, const std::string& name);  ///< as stored, not turned
std::vector<std::byte> encode_png(const Image& image, const std::string& name);

}  // namespace yologold
