#pragma once
#include <cstddef>

namespace yologold::certain {

inline constexpr std::size_t lanes = 8;  ///< rows are padded to a multiple of this, and summed in so many lanes, whatever the ISA

/// A ball as it passes between objects of different ISAs: no function of it may be exported.
struct PlainBall {
  double high = 0, low = 0, radius = 0;
};

/// A row of balls, 64-byte aligned.
struct BallRow {
  double *high, *low, *radius;
};

/// A sum or a product, lane by lane.
struct alignas(64) BallLanes {
  double high[lanes], low[lanes], radius[lanes];
};

}  // namespace yologold::certain
