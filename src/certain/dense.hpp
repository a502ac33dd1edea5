#pragma once
#include <cstddef>
#include <string>

namespace yologold::certain {

/// The objectness of slots that no truth took: which formula.
enum class DenseTerm { bce, squared_logistic, squared_linear };

inline constexpr std::size_t dense_step = 8;  ///< rows are padded to a multiple of this; and summed in so many lanes, whatever the ISA
inline constexpr double dense_limit = 600;    ///< |t| may be so large

/// A row of n slots, 64-byte aligned. Where weight is 0, t is 0 and nothing counts.
struct DenseRow {
  const double *t, *weight;
  double scale_high, scale_low, scale_radius;  ///< lambda and reduction, a ball
  double *slope, *failed;                      ///< the rounded scale slope(t); not 0 where the double-double could not say what it rounds to
  std::size_t n;
};

/// Sums over a row, lane by lane, unscaled: of the values, and of the squared slopes.
struct DenseSums {
  double value_high[dense_step], value_low[dense_step], value_radius[dense_step];
  double square_high[dense_step], square_low[dense_step], square_radius[dense_step];
  double widest[dense_step];  ///< the largest relative radius of a slope that was rounded
};

using DenseKernel = void (*)(const DenseRow& row, DenseSums& sums);

/// The kernels of one ISA.
struct DenseTable {
  const char* name;
  DenseKernel gradient[3], delta[3];  ///< by DenseTerm; delta: darknet's
};

/// By name; "" is the best, capped by the environment variable YOLOGOLD_ISA. The bits do not depend on it.
const DenseTable& choose_dense(const std::string& isa);

}  // namespace yologold::certain
