#pragma once
#include "detect/box.hpp"

namespace yologold {

/// One object that a network claims to see. The box is relative to the picture as it lies on disk.
struct Detection {
  int class_id = 0;
  float score = 0;  ///< objectness times class probability, in [0, 1]
  Box box;
};

}  // namespace yologold
