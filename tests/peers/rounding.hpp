#pragma once
#include <cstdint>

#include "yologold/head_view.hpp"
#include "yologold/truth.hpp"
#include "yologold/variant.hpp"

namespace yologold::test {

/// How far the delta of a darknet that computes in float may be from the exact value: absolute by channel, plus relative times the value.
struct Rounding {
  double box, objectness, classes, relative;
  double of(std::int64_t channel, double value) const {
    return (channel < 4 ? box : channel == 4 ? objectness : classes) + relative * (value < 0 ? -value : value);
  }
};

/// With u = 2^-24, the rounding of a float, and W the longer side of the grid:
///   box         x* = x W - column carries the rounding of x W, at most W u
///   objectness  an IOU target is made of corners that are rounded to u: u/s for the smallest side s of a truth; without one the sigmoid's u
///   classes     the sigmoid's u; a softmax divides by a sum of C floats, whose roundings add up as a random walk
/// each times its lambda (a box also times its scale, at most 2), and u |delta| for the product. Four times that is allowed.
Rounding rounding_of(const Variant& variant, const HeadShape& shape, const Truths& truths);

/// The float sum of n squares, one after the other: each addition rounds, the errors add up as a random walk. Relative.
double cost_rounding(std::int64_t elements);

}  // namespace yologold::test
