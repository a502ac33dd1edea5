#pragma once
#include <string>
#include <utility>
#include <vector>

namespace yologold {

/// One line of a chart.
struct Series {
  std::string name;
  std::vector<std::pair<double, double>> points;  ///< by rising x
};

struct ChartOptions {
  std::string title, x_label;
  bool logarithmic = false;    ///< the y axis; points that are not above 0 are left out
  double x_most = 0;           ///< the x axis ends here, or at the last point beyond; it starts at 0
  double least = 0, most = 0;  ///< of a linear y axis; most = least: from 0 or the smallest value to the largest
};

/// A chart as one SVG element: axes with ticks, a line each, a legend with the last values. Text and colours follow the page's CSS variables.
std::string line_chart(const ChartOptions& options, const std::vector<Series>& lines);

}  // namespace yologold
