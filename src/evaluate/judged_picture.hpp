#pragma once
#include <vector>

#include "detect/detection.hpp"
#include "yologold/truth.hpp"

namespace yologold {

/// A picture with what is there and what was found.
struct JudgedPicture {
  std::vector<Truth> truths;          ///< ignore: difficult (VOC) or crowd (COCO)
  std::vector<Detection> detections;  ///< in any order
  double width = 1, height = 1;       ///< in pixels; read by the rules that count pixels
};

}  // namespace yologold
