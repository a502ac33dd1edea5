#pragma once
#include <cstdint>
#include <vector>

#include "engine/model.hpp"
#include "yologold/truth.hpp"

namespace yologold {

/// A range of cells of the grid, its ends included.
struct CellWindow {
  std::int64_t first_column = 0, last_column = 0, first_row = 0, last_row = 0;
};

/// A truth on the grid of a head, and what a box must look like to overlap it by more than a threshold t. Whatever lies outside does not, in every bit:
/// the bounds are widened far beyond any rounding, and a box that is not finite exceeds no threshold.
///   With W the truth's width and w the box's, IOU > t needs an overlap of t max(w, W) along x. So
///     t W < w < W/t, in logits |u| < -ln t with u = tw - ln(W/anchor); so for the height, with v
///   A box within the truth, or around it, has IOU = e^-|u + v| at most. One that is wider by a = e^u and lower by b = e^v has b/(1 + a b - b), so
///     |u + v| < -ln t        |u - v| < ln max a(1 + t - t a)/t = 2 ln((1 + t)/(2 t))
///     |x - X| < (w + W)/2 - t max(w, W) <= (1 - t) W  for t >= 1/2, else (1/t - 1) W/2
struct Reach {
  double x, y, w, h;                    ///< of the truth, in cells
  CellWindow window;                    ///< the cells whose boxes may overlap it enough
  double ln_w = 0, ln_h = 0;            ///< of w and h
  double slack = __builtin_huge_val();  ///< bound of |u|, |v| and |u + v|
  double turn = slack;                  ///< bound of |u - v|
};

/// Truths too small, and thresholds too low, for the bounds to outweigh every rounding are taken to reach everything.
Reach reach_of(const Truth& truth, const HeadModel& head, double thresh);

}  // namespace yologold
