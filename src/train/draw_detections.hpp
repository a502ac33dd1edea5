#pragma once
#include <span>
#include <string>
#include <vector>

#include "detect/detection.hpp"
#include "images/image.hpp"
#include "yologold/truth.hpp"

namespace yologold {

/// Draws the frame, class and score of each detection; the best lies on top.
void draw_detections(Image& image, std::span<const Detection> detections, const std::vector<std::string>& classes);

/// Draws the frame and class of each truth.
void draw_truths(Image& image, std::span<const Truth> truths, const std::vector<std::string>& classes);

}  // namespace yologold
