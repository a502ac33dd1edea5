#pragma once
#include "certain/ball_lanes.hpp"

namespace yologold::certain {

/// The loss of a class vector: which formula.
enum class ClassTerm { bce, squared_softmax, squared_linear };

inline constexpr std::size_t class_chunk = 512;  ///< bce takes so many classes at a time: the product of so many numbers up to 2 is below 2^512
inline constexpr double class_limit = 600;       ///< |t| of bce, and max(t) - t of softmax, may be so large

/// A vector of n class logits, 64-byte aligned, n a multiple of `lanes`.
struct ClassVector {
  const double *t, *hot, *counts;  ///< logits; 1 where a class is wanted; 1, and 0 in the padding, where t and hot are 0
  double top;                      ///< the largest logit
  PlainBall targets[2];            ///< of bce: of the classes not wanted and of those wanted
  PlainBall factor;                ///< of the slope
  double* work;                    ///< softmax: room for 10 n
  BallRow elements;                ///< factor times the slope is added
  std::size_t n;
};

/// The loss of a vector, without the factor: the sum of `values`, and of bce ln(1 + growth) more.
struct ClassSums {
  BallLanes values, growth;
};

/// The rounded elements of a vector; not 0 in `failed` where the double-double could not say what one rounds to.
struct RoundedRow {
  double *value, *failed;
  BallLanes squares;
  double widest[lanes];  ///< the largest relative radius of an element that was rounded
};

using ClassKernel = void (*)(const ClassVector& in, ClassSums& sums);
using RoundKernel = void (*)(const BallRow& elements, std::size_t n, RoundedRow& rounded);

}  // namespace yologold::certain
