#pragma once
#include <cstdint>
#include <vector>

namespace yologold {

/// How the area under the precision-recall curve is taken. In each, the precision at a recall is the highest at that recall or a larger one.
///   eleven_points  mean of the precisions at recall 0, 0.1 .. 1 (VOC 2007)
///   area           the whole area (VOC 2010 and later)
///   points_101     mean of the precisions at recall 0, 0.01 .. 1 (COCO)
enum class Interpolation { eleven_points, area, points_101 };

/// Average precision of detections in the order of falling score.
/// @param hits  one a detection: right or wrong
/// @param truths  how many there were to be found; > 0
double average_precision(const std::vector<bool>& hits, std::int64_t truths, Interpolation interpolation);

}  // namespace yologold
