#pragma once
#include <cstddef>
#include <vector>

#include "detect/detection.hpp"

namespace yologold {

/// What makes a lower-scored box of the same class a duplicate: IOU > threshold, or IOU - rho^2/d^2 > threshold.
enum class Suppression { greedy, diou };

struct SuppressOptions {
  Suppression kind = Suppression::greedy;
  double threshold = 0.45;
  double aspect = 1;       ///< width / height of the picture; read by diou
  std::size_t most = 300;  ///< keeps the highest scores, over all classes
};

/// Non-maximum suppression per class: from the highest score down, a box goes where a kept one of its class overlaps it beyond the threshold.
/// Ties of scores keep the order given. The result is sorted by falling score.
std::vector<Detection> suppress(std::vector<Detection> detections, const SuppressOptions& options);

}  // namespace yologold
