#pragma once
#include "certain/ball_lanes.hpp"

namespace yologold::certain {

/// The objectness of slots that no truth took: which formula.
enum class DenseTerm { bce, squared_logistic, squared_linear };

inline constexpr std::size_t dense_cells = 512;  ///< the longest row: the product of so many numbers up to 2 is below 2^512
inline constexpr double dense_limit = 600;       ///< |t| may be so large

/// A row of n slots, 64-byte aligned, n a multiple of `lanes`. Where weight is 0, t is 0 and nothing counts.
struct DenseRow {
  const double *t, *weight;
  PlainBall scale;         ///< lambda and reduction
  double *slope, *failed;  ///< the rounded scale slope(t); not 0 where the double-double could not say what it rounds to
  std::size_t n;
};

/// Sums over a row, unscaled. Its value is that of `values` and, of bce, ln(1 + growth): the logarithms of many 1 + e^-|t| are one of their product.
struct DenseSums {
  BallLanes values, growth, squares;  ///< squares: of the slopes
  double widest[lanes];               ///< the largest relative radius of a slope that was rounded
};

using DenseKernel = void (*)(const DenseRow& row, DenseSums& sums);

}  // namespace yologold::certain
