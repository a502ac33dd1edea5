#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "evaluate/judged_picture.hpp"

namespace yologold {

/// How detections find their truths.
///   voc   from the highest score over all pictures: a detection is for the truth it overlaps most, right where IOU >= threshold and the truth is not yet
///         found, wrong where it is; one for a difficult truth does not count (VOC development kit)
///   coco  picture by picture, at most 100 a class: a detection takes the free truth it overlaps most; a crowd can be taken often, by intersection over
///         the detection's area; what has taken a crowd or a truth outside the area range does not count (pycocotools, evaluateImg)
enum class Rule { voc, coco };

struct MatchOptions {
  Rule rule = Rule::voc;
  double iou = 0.5;
  bool inclusive = false;  ///< corners are pixels that belong to the box: width = right - left + 1 (VOC development kit)
  double least_area = 0, most_area = std::numeric_limits<double>::infinity();  ///< coco: in square pixels; truths outside are ignored
};

/// The detections of one class over all pictures, by falling score, without those that do not count.
struct Matches {
  std::vector<bool> hits;
  std::int64_t truths = 0;   ///< that count
  std::int64_t ignored = 0;  ///< difficult, crowd, outside the area range
};

Matches match(std::span<const JudgedPicture> pictures, int class_id, const MatchOptions& options);

}  // namespace yologold
