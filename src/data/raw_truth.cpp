#include "data/raw_truth.hpp"

#include <algorithm>
#include <cmath>

#include "json/text.hpp"

namespace yologold {
namespace {

/// Written labels are rounded: what reaches less than this beyond the picture is no news.
constexpr double slack = 1e-3;

void turn(double& x0, double& y0, double& x1, double& y1, const Orientation& orientation) {
  if (orientation.swap) {
    std::swap(x0, y0);
    std::swap(x1, y1);
  }
  const auto mirror = [](double& low, double& high) {
    const double before = low;
    low = 1 - high;
    high = 1 - before;
  };
  if (orientation.mirror_x) mirror(x0, x1);
  if (orientation.mirror_y) mirror(y0, y1);
}

std::string edges(const RawBox& box) { return decimal(box.left) + ", " + decimal(box.top) + ", " + decimal(box.right) + ", " + decimal(box.bottom); }

}  // namespace

std::optional<Truth> make_truth(const RawBox& box, const Frame& frame, const std::vector<int>& classes, DataReport& report) {
  const auto skip = [&](LabelFinding finding, const std::string& what) {
    report.add(finding, box.where, what);
    return std::nullopt;
  };

  // Refuse what means nothing.
  const auto id = static_cast<std::size_t>(box.class_id);
  if (box.class_id < 0 || id >= classes.size() || classes[id] < 0) return skip(LabelFinding::unknown_class, box.class_text);
  const bool finite = std::isfinite(box.left) && std::isfinite(box.top) && std::isfinite(box.right) && std::isfinite(box.bottom);
  if (!finite) return skip(LabelFinding::not_a_number, "");
  if (!(box.right > box.left) || !(box.bottom > box.top)) return skip(LabelFinding::zero_area, edges(box));

  // Bring it into the upright picture.
  double x0 = box.left / frame.width, y0 = box.top / frame.height, x1 = box.right / frame.width, y1 = box.bottom / frame.height;
  turn(x0, y0, x1, y1, frame.turn);
  if (x1 <= 0 || y1 <= 0 || x0 >= 1 || y0 >= 1) return skip(LabelFinding::outside, edges(box));
  if (std::min(x0, y0) < -slack || std::max(x1, y1) > 1 + slack) report.add(LabelFinding::clipped, box.where, edges(box));
  x0 = std::max(x0, 0.0);
  y0 = std::max(y0, 0.0);
  x1 = std::min(x1, 1.0);
  y1 = std::min(y1, 1.0);

  Truth truth{(x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0, classes[id]};
  truth.ignore = box.ignore;
  return truth;
}

}  // namespace yologold
