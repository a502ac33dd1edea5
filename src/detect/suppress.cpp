#include "detect/suppress.hpp"

#include <algorithm>

namespace yologold {

std::vector<Detection> suppress(std::vector<Detection> detections, const SuppressOptions& options) {
  std::ranges::stable_sort(detections, std::ranges::greater{}, &Detection::score);
  std::vector<Detection> kept;
  for (const Detection& candidate : detections) {
    if (kept.size() == options.most) break;
    const bool repeats = std::ranges::any_of(kept, [&](const Detection& better) {
      if (better.class_id != candidate.class_id) return false;
      const double overlap = options.kind == Suppression::greedy ? iou(better.box, candidate.box) : diou(better.box, candidate.box, options.aspect);
      return overlap > options.threshold;
    });
    if (!repeats) kept.push_back(candidate);
  }
  return kept;
}

}  // namespace yologold
