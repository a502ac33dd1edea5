#pragma once

namespace yologold::bounds_test {

/// What a kernel is given for one pair: the scalar type of its arithmetic is S.
template <class S>
struct PairInput {
  int family = 4;
  S t[4];
  S col, row, grid_w, grid_h;
  S anchor_w, anchor_h, anchor_per_w, anchor_per_h;  ///< anchor, and its units in the image
  S scale_xy;
  S cx, cy, w, h;  ///< the truth
};

/// A mistake a kernel can be built with.
enum class Mistake { none, factor_two, no_two_minus_wh, alpha_not_detached, short_pi };

}  // namespace yologold::bounds_test
