#include "evaluate/evaluate.hpp"

#include <limits>

#include "evaluate/average_precision.hpp"
#include "evaluate/match.hpp"

namespace yologold {
namespace {

constexpr int coco_thresholds = 10;  // .5, .55 .. .95

double coco_threshold(int k) { return 0.5 + 0.05 * k; }

/// Square pixels, both ends included (pycocotools, Params.areaRng).
struct AreaRange {
  double least = 0, most = std::numeric_limits<double>::infinity();
};

constexpr AreaRange small_range{0, 32 * 32}, medium_range{32 * 32, 96 * 96}, large_range{96 * 96};

ClassScore score_voc(std::span<const JudgedPicture> pictures, int class_id, const EvaluateOptions& options) {
  const Matches matches = match(pictures, class_id, {.rule = Rule::voc, .iou = options.iou, .inclusive = options.inclusive});
  ClassScore score{.class_id = class_id, .truths = matches.truths, .ignored = matches.ignored, .detections = std::ssize(matches.hits)};
  const Interpolation interpolation = options.metric == Metric::voc07 ? Interpolation::eleven_points : Interpolation::area;
  if (matches.truths > 0) score.ap = score.ap50 = average_precision(matches.hits, matches.truths, interpolation);
  return score;
}

ClassScore score_coco(std::span<const JudgedPicture> pictures, int class_id, bool inclusive, const AreaRange& range = {}) {
  ClassScore score{.class_id = class_id};
  for (int k = 0; k < coco_thresholds; ++k) {
    const Matches matches =
        match(pictures, class_id, {.rule = Rule::coco, .iou = coco_threshold(k), .inclusive = inclusive, .least_area = range.least, .most_area = range.most});
    score.truths = matches.truths;
    score.ignored = matches.ignored;
    if (k == 0) score.detections = std::ssize(matches.hits);
    if (matches.truths == 0) break;
    const double ap = average_precision(matches.hits, matches.truths, Interpolation::points_101);
    score.ap += ap;
    if (k == 0) score.ap50 = ap;
    if (k == coco_thresholds / 2) score.ap75 = ap;
  }
  score.ap /= coco_thresholds;
  return score;
}

/// The mean of one value over the classes that have truths.
double mean_of(const std::vector<ClassScore>& scores, double ClassScore::*value) {
  double sum = 0, count = 0;
  for (const ClassScore& score : scores)
    if (score.truths > 0) {
      sum += score.*value;
      ++count;
    }
  return count > 0 ? sum / count : 0;
}

double mean_in_range(std::span<const JudgedPicture> pictures, int classes, bool inclusive, const AreaRange& range) {
  std::vector<ClassScore> scores;
  for (int c = 0; c < classes; ++c) scores.push_back(score_coco(pictures, c, inclusive, range));
  return mean_of(scores, &ClassScore::ap);
}

}  // namespace

MeanScore evaluate_detections(std::span<const JudgedPicture> pictures, int classes, const EvaluateOptions& options) {
  // Judge every class by itself.
  const bool coco = options.metric == Metric::coco;
  MeanScore score;
  for (int c = 0; c < classes; ++c) {
    score.per_class.push_back(coco ? score_coco(pictures, c, options.inclusive) : score_voc(pictures, c, options));
    score.classes += score.per_class.back().truths > 0;
  }

  // Average over those that have truths.
  score.mean = mean_of(score.per_class, &ClassScore::ap);
  score.mean50 = mean_of(score.per_class, &ClassScore::ap50);
  score.mean75 = mean_of(score.per_class, &ClassScore::ap75);
  if (!coco) return score;
  score.small = mean_in_range(pictures, classes, options.inclusive, small_range);
  score.medium = mean_in_range(pictures, classes, options.inclusive, medium_range);
  score.large = mean_in_range(pictures, classes, options.inclusive, large_range);
  return score;
}

}  // namespace yologold
