#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "evaluate/judged_picture.hpp"

namespace yologold {

/// voc: area under the curve; voc07: eleven points; coco: 101 points, mean over IOU .5, .55 .. .95.
enum class Metric { voc, voc07, coco };

struct EvaluateOptions {
  Metric metric = Metric::voc;
  double iou = 0.5;        ///< voc, voc07
  bool inclusive = false;  ///< MatchOptions::inclusive
};

struct ClassScore {
  int class_id = 0;
  std::int64_t truths = 0, ignored = 0, detections = 0;
  double ap = 0;    ///< of the metric
  double ap50 = 0;  ///< coco: at IOU .5; else as ap
  double ap75 = 0;  ///< coco: at IOU .75; else 0
};

/// Mean average precision. Classes without a truth that counts are no part of the mean: `classes` says how many are.
struct MeanScore {
  double mean = 0;    ///< 0 where no class has a truth
  double mean50 = 0;  ///< mean of ap50
  double mean75 = 0;  ///< at IOU .75 (coco; else 0)
  double small = 0;   ///< coco: over truths below 32^2 square pixels; 0 where there is none
  double medium = 0;  ///< coco: from 32^2 to 96^2
  double large = 0;   ///< coco: above 96^2
  std::int64_t classes = 0;
  std::vector<ClassScore> per_class;  ///< every class, also those without truths
};

/// @param classes  how many there are
MeanScore evaluate_detections(std::span<const JudgedPicture> pictures, int classes, const EvaluateOptions& options);

}  // namespace yologold
