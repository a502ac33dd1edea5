#pragma once
#include <vector>

#include "yologold/truth.hpp"

namespace yologold {

/// What one step of a training sees.
struct Batch {
  int n = 0, h = 0, w = 0;
  std::vector<float> images;               ///< [n, 3, h, w], 0..1, planes red, green, blue
  std::vector<std::vector<Truth>> truths;  ///< one list an image, relative cx cy w h
};

}  // namespace yologold
