#pragma once
#include <string>

#include "images/image.hpp"

namespace yologold {

/// Writes a picture aside and renames it: JPEG (quality 92) where the name ends in .jpg or .jpeg, PNG where it ends in .png, in any case. Throws Error.
void write_image(const std::string& path, const Image& image);

}  // namespace yologold
