#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "data/data_set.hpp"
#include "yologold/variant.hpp"

namespace yologold {

/// Anchors for a data set, and how well they fit it.
struct AnchorFit {
  std::vector<Anchor> anchors;  ///< pixels of the network's input, by rising area
  double mean_iou = 0;          ///< mean over the objects of the best shape IOU with an anchor
};

/// k-means over the shapes of the objects with the distance 1 - shape IOU (Redmon and Farhadi 2017, "YOLO9000", section 2, "Dimension Clusters"):
/// a random start that prefers what is far (k-means++, Arthur and Vassilvitskii 2007), means of width and height until nothing changes, and of several restarts
/// the one with the highest mean IOU. The same for the same seed. Objects with `ignore` do not count.
/// @param samples  positions in the set
/// @param width, height  pixels of the network's input; pictures are stretched to it
/// Throws Error where there are fewer different shapes than anchors.
AnchorFit fit_anchors(const DataSet& set, std::span<const std::size_t> samples, int count, int width, int height, std::uint64_t seed, int restarts = 10);

/// Intersection over union of two boxes with one centre.
inline double shape_overlap(const Anchor& a, const Anchor& b) {
  const double inter = std::min(a.w, b.w) * std::min(a.h, b.h);
  return inter / (a.w * a.h + b.w * b.h - inter);
}

}  // namespace yologold
