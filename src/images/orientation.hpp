#pragma once
#include "files/bytes.hpp"
#include "images/image.hpp"

namespace yologold {

/// How a stored picture is to be turned to stand upright: first swap x and y, then mirror. Source: EXIF 2.32, tag 274 (Orientation).
struct Orientation {
  bool swap = false, mirror_x = false, mirror_y = false;
  bool operator==(const Orientation&) const = default;
};

/// The meaning of an EXIF value 1..8; any other means: as it is stored.
Orientation orientation_of(int value);

/// The orientation in an EXIF block that starts with "Exif\0\0"; as it is stored where the block says nothing or is damaged.
Orientation read_orientation(Bytes exif);

/// The picture, upright.
Image turn_upright(Image stored, const Orientation& orientation);

}  // namespace yologold
