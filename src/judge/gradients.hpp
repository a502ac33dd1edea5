#pragma once
#include <vector>

#include "bounds/bounds.hpp"
#include "judge/compare.hpp"

namespace yologold {

class Failures;
struct OpenSlots;

/// What the elements of one head's gradient show slot by slot.
struct HeadComparison {
  std::vector<std::uint8_t> golden_moves;  ///< per slot: some coordinate gradient of the golden is not 0; v2-v4 also class gradients
  std::vector<std::uint8_t> actual_moves;
  std::vector<std::uint8_t> slot_fails;  ///< per slot: one of these elements fails
  std::vector<Address> failing;          ///< one failing element of every slot that has some; v1's classes stand with anchor 0
};

/// Compares gradient-K of one head; fills the verdict's table and counts, and adds what fails to the failures.
/// @param bounds  of every element; nullptr: the profile's tolerances
/// @param open    slots whose failing elements are inconclusive
HeadComparison compare_head(std::int64_t head, const GoldenCase& golden, const Tensor& actual, const Profile& profile, const bounds::Bounds* bounds,
                            Verdict& verdict, Failures& failures, const OpenSlots* open = nullptr);

/// The error over the largest error that a tolerance allows; at most 1 passes. NaN only agrees with NaN, an infinity with the same infinity,
/// and with a golden value too large for the type.
double excess(double got, double want, double ulps, const Tolerance& tolerance, TensorType type);

/// The values of a float tensor as f64.
std::vector<double> as_doubles(const Tensor& tensor);

}  // namespace yologold
