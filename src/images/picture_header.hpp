#pragma once
#include "images/orientation.hpp"

namespace yologold {

/// What a picture file says of itself before its pixels.
struct PictureHeader {
  int stored_width = 0, stored_height = 0;  ///< as the pixels lie in the file
  Orientation orientation;

  int width() const { return orientation.swap ? stored_height : stored_width; }  ///< upright
  int height() const { return orientation.swap ? stored_width : stored_height; }
};

/// The largest picture that is decoded: 2^27 pixels, 384 MiB.
inline constexpr long long most_pixels = 1LL << 27;

/// Throws Error where a picture has no pixels or more than most_pixels.
void check_size(const PictureHeader& header, const std::string& name);

}  // namespace yologold
