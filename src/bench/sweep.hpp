#pragma once
#include <functional>

#include "bench/race.hpp"

namespace yologold::bench {

/// Times at one size.
struct Point {
  double at, loss_ms, floor_ms;
};

/// How the cost grows with one thing, everything else being equal.
struct Curve {
  std::string title, axis;  ///< "Truths an image", "truths"
  std::vector<Point> points;
};

/// Cost over cells, classes, truths an image (anywhere, and all in one cell), images and threads; v3, one head of 3 anchors.
/// @param seconds  for each point
/// @param begin    told each point before it is measured; may throw to stop
std::vector<Curve> sweep(const RunOptions& options, double seconds, const std::function<void(const std::string&)>& begin);

/// Points that a sweep measures.
std::size_t sweep_points(const RunOptions& options);

/// Laps for `seconds`, five at least.
Ratio measure(Race& race, double seconds);

}  // namespace yologold::bench
