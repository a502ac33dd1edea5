#pragma once
#include <span>
#include <vector>

#include "detect/detection.hpp"
#include "detect/suppress.hpp"
#include "images/fit.hpp"
#include "network/network.hpp"
#include "train/loss_plans.hpp"

namespace yologold {

struct DetectOptions {
  Fit fit = Fit::stretch;
  int width = 0, height = 0;  ///< of the network's input
  double score = 0.25;        ///< detections at or below are not given
  SuppressOptions suppress{};
};

/// Finds objects in pictures: fit, forward pass, decode, back to the picture, non-maximum suppression.
class Detector {
 public:
  Detector(Network& network, const DetectOptions& options) : network_(network), options_(options), plans_(network.config().variant) {}

  /// One list a picture, by falling score, boxes relative to the picture and cut off at its border.
  std::vector<std::vector<Detection>> detect(std::span<const Image> pictures);

 private:
  Network& network_;
  DetectOptions options_;
  LossPlans plans_;
};

}  // namespace yologold
