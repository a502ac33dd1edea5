#pragma once
#include <string>
#include <vector>

#include "yologold/engine.hpp"

namespace yologold::bench {

/// The work of one benchmark, in words.
struct Task {
  std::string name, variant;
  std::vector<std::int64_t> grids;
  std::int64_t anchors, classes, images, truths;  ///< truths: an image
  std::vector<std::string> overrides{};
  LayoutName layout = LayoutName::nchw;
  bool gradient = true;
  Output output = Output::dense;
  bool crowd = false;  ///< every truth of an image in one cell
};

/// The standard work, then v3 and v4 with one thing changed at a time.
const std::vector<Task>& tasks();

/// A task whose heads are one grid: 608 x 608 where nothing else is said.
Task one_head(std::int64_t grid, std::int64_t classes, std::int64_t images, std::int64_t truths);

}  // namespace yologold::bench
