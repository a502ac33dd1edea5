#include "images/orientation.hpp"

#include <libexif/exif-data.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace yologold {

Orientation orientation_of(int value) {
  constexpr std::array<Orientation, 8> table = {{{false, false, false},
                                                 {false, true, false},
                                                 {false, true, true},
                                                 {false, false, true},
                                                 {true, false, false},
                                                 {true, true, false},
                                                 {true, true, true},
                                                 {true, false, true}}};
  return value >= 1 && value <= 8 ? table[static_cast<std::size_t>(value - 1)] : Orientation{};
}

Orientation read_orientation(Bytes exif) {
  using Data = std::unique_ptr<ExifData, decltype(&exif_data_unref)>;
  const Data data(exif_data_new_from_data(reinterpret_cast<const unsigned char*>(exif.data()), static_cast<unsigned>(exif.size())), exif_data_unref);
  const ExifEntry* entry = data ? exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION) : nullptr;
  if (!entry || entry->format != EXIF_FORMAT_SHORT || entry->size < 2) return {};
  return orientation_of(exif_get_short(entry->data, exif_data_get_byte_order(data.get())));
}

Image turn_upright(Image stored, const Orientation& orientation) {
  if (orientation == Orientation{}) return stored;
  Image upright(stored.width, stored.height);
  if (orientation.swap) std::swap(upright.width, upright.height);
  for (int y = 0; y < upright.height; ++y)
    for (int x = 0; x < upright.width; ++x) {
      const int column = orientation.mirror_x ? upright.width - 1 - x : x;
      const int row = orientation.mirror_y ? upright.height - 1 - y : y;
      std::copy_n(orientation.swap ? stored.at(row, column) : stored.at(column, row), 3, upright.at(x, y));
    }
  return upright;
}

}  // namespace yologold
