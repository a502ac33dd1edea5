#pragma once
#include <array>
#include <cstdint>

#include "bounds/boxes.hpp"
#include "yologold/head_view.hpp"
#include "yologold/truth.hpp"

namespace yologold::bounds {

/// One slot of a head: where it stands, its logits, and what its head says of it.
struct Slot {
  std::int64_t col = 0, row = 0;
  double grid_w = 1, grid_h = 1;              ///< cells of the head
  double anchor_w = 0, anchor_h = 0;          ///< in anchor_unit; v2-v4
  double anchor_per_w = 1, anchor_per_h = 1;  ///< anchor units in the image's width and height
  double scale_xy = 1;
  std::array<Ball, 5> t;  ///< tx ty tw th to
};

/// The boxes of a slot and a truth in the unit of the box loss (v1: fractions of the image, v2: cells).
BoxPair box_pair(const Variant& variant, const Slot& slot, const Truth& truth);

/// The coordinate term of a pair, coordinate_scale included.
BoxTerm coordinates(const Variant& variant, const Slot& slot, const Truth& truth);

/// Centre of a truth in the slot's cell: cx W - column.
struct Offset {
  Ball x, y;
};
Offset offset(const Slot& slot, const Truth& truth);

/// w^ and h^ of v2-v4, in units of which the image holds unit_x and unit_y.
struct Size {
  Ball w, h;
};
Size anchored_size(const Slot& slot, double unit_x, double unit_y);

}  // namespace yologold::bounds
