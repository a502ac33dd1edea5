#include "evaluate/average_precision.hpp"

#include <algorithm>

namespace yologold {
namespace {

/// Recall and precision after each detection; precision made falling from the right.
struct Curve {
  std::vector<double> recall, precision;
};

Curve curve_of(const std::vector<bool>& hits, std::int64_t truths) {
  Curve curve;
  double right = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    right += hits[i];
    curve.recall.push_back(right / static_cast<double>(truths));
    curve.precision.push_back(right / static_cast<double>(i + 1));
  }
  for (std::size_t i = curve.precision.size(); i-- > 1;) curve.precision[i - 1] = std::max(curve.precision[i - 1], curve.precision[i]);
  return curve;
}

double area_under(const Curve& curve) {
  double area = 0, before = 0;
  for (std::size_t i = 0; i < curve.recall.size(); ++i) {
    area += (curve.recall[i] - before) * curve.precision[i];
    before = curve.recall[i];
  }
  return area;
}

double mean_at(const Curve& curve, int intervals) {
  double sum = 0;
  for (int k = 0; k <= intervals; ++k) {
    const auto at = std::ranges::lower_bound(curve.recall, static_cast<double>(k) / intervals);
    if (at != curve.recall.end()) sum += curve.precision[static_cast<std::size_t>(at - curve.recall.begin())];
  }
  return sum / (intervals + 1);
}

}  // namespace

double average_precision(const std::vector<bool>& hits, std::int64_t truths, Interpolation interpolation) {
  const Curve curve = curve_of(hits, truths);
  if (interpolation == Interpolation::area) return area_under(curve);
  return mean_at(curve, interpolation == Interpolation::eleven_points ? 10 : 100);
}

}  // namespace yologold
