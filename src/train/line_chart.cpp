#include "train/line_chart.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <cstddef>

namespace yologold {
namespace {

// Pixels of the drawing and of the margins round the plot.
constexpr double width = 860, height = 300, left = 64, right = 170, top = 34, bottom = 40;
constexpr std::size_t most_dots = 60;

/// The place of values on one axis.
struct Axis {
  double low, high;
  bool logarithmic = false;

  double share(double value) const {
    return logarithmic ? (std::log10(value) - std::log10(low)) / (std::log10(high) - std::log10(low)) : (value - low) / (high - low);
  }
};

/// 1, 2 or 5 times a power of ten: about `count` of it fill the span.
double tick_step(double span, double count) {
  const double raw = span / count, power = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= raw) return factor * power;
  return 10 * power;
}

std::vector<double> ticks_of(const Axis& axis, double count) {
  std::vector<double> ticks;
  if (axis.logarithmic) {
    for (double tick = std::pow(10, std::ceil(std::log10(axis.low) - 1e-9)); tick <= axis.high * 1.0001; tick *= 10) ticks.push_back(tick);
    return ticks;
  }
  const double step = tick_step(axis.high - axis.low, count);
  for (double k = std::ceil(axis.low / step - 1e-9); k * step <= axis.high + 1e-9 * step; ++k) ticks.push_back(k * step + 0.0);
  return ticks;
}

double x_at(const Axis& axis, double value) { return left + axis.share(value) * (width - left - right); }
double y_at(const Axis& axis, double value) { return height - bottom - axis.share(value) * (height - top - bottom); }

bool shown(const Axis& axis, double value) { return std::isfinite(value) && (!axis.logarithmic || value > 0); }

Axis vertical_axis(const ChartOptions& options, const std::vector<Series>& lines) {
  Axis axis{HUGE_VAL, -HUGE_VAL, options.logarithmic};
  for (const Series& line : lines)
    for (const auto& [x, y] : line.points)
      if (shown(axis, y)) axis = {std::min(axis.low, y), std::max(axis.high, y), axis.logarithmic};
  if (axis.low > axis.high) axis = {options.logarithmic ? 0.1 : 0, 1, axis.logarithmic};
  if (axis.logarithmic) return {std::pow(10, std::floor(std::log10(axis.low))), std::pow(10, std::floor(std::log10(axis.high)) + 1), true};
  if (options.most > options.least) return {options.least, options.most};
  axis.low = std::min(axis.low, 0.0);
  if (!(axis.high > axis.low)) axis.high = axis.low + 1;
  return axis;
}

Axis horizontal_axis(const ChartOptions& options, const std::vector<Series>& lines) {
  Axis axis{0, options.x_most};
  for (const Series& line : lines)
    if (!line.points.empty()) axis.high = std::max(axis.high, line.points.back().first);
  return axis.high > 0 ? axis : Axis{0, 1};
}

std::string grid(const ChartOptions& options, const Axis& x, const Axis& y) {
  std::string svg;
  for (const double tick : ticks_of(y, 5)) {
    svg += fmt::format("<path class='grid' d='M{} {:.1f}H{}'/>", left, y_at(y, tick), width - right);
    svg += fmt::format("<text x='{}' y='{:.1f}' text-anchor='end'>{:.6g}</text>", left - 8, y_at(y, tick) + 4, tick);
  }
  for (const double tick : ticks_of(x, 8))
    svg += fmt::format("<text x='{:.1f}' y='{}' text-anchor='middle'>{:.6g}</text>", x_at(x, tick), height - bottom + 18, tick);
  svg += fmt::format("<path class='axis' d='M{} {}V{}H{}'/>", left, top, height - bottom, width - right);
  svg += fmt::format("<text class='title' x='{}' y='18'>{}</text>", left, options.title);
  return svg + fmt::format("<text x='{}' y='{}' text-anchor='end'>{}</text>", width - right, height - 4, options.x_label);
}

/// A dot at every point: few points are easily overlooked, one alone is no line.
std::string dots(const Series& line, std::size_t colour, const Axis& x, const Axis& y) {
  std::string svg;
  for (const auto& [at, value] : line.points)
    if (shown(y, value)) svg += fmt::format("<circle class='line c{}' cx='{:.1f}' cy='{:.1f}' r='2.5'/>", colour, x_at(x, at), y_at(y, value));
  return svg;
}

std::string draw_line(const Series& line, std::size_t colour, const Axis& x, const Axis& y) {
  std::string path;
  for (const auto& [at, value] : line.points)
    if (shown(y, value)) path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x_at(x, at), y_at(y, value));
  return fmt::format("<path class='line c{}' d='{}'/>", colour, path) + (line.points.size() <= most_dots ? dots(line, colour, x, y) : "");
}

std::string legend_row(const Series& line, std::size_t colour) {
  const double y = top + 12 + 20 * static_cast<double>(colour);
  const std::string last = line.points.empty() ? "" : fmt::format("{:.4g}", line.points.back().second);
  return fmt::format("<path class='line c{0}' d='M{1} {2}h18'/><text x='{3}' y='{4}'>{5} {6}</text>", colour, width - right + 14, y, width - right + 38, y + 4,
                     line.name, last);
}

}  // namespace

std::string line_chart(const ChartOptions& options, const std::vector<Series>& lines) {
  const Axis x = horizontal_axis(options, lines), y = vertical_axis(options, lines);
  std::string svg = fmt::format("<svg viewBox='0 0 {} {}' role='img' aria-label='{}'>", width, height, options.title) + grid(options, x, y);
  for (std::size_t k = 0; k < lines.size(); ++k) svg += draw_line(lines[k], k, x, y) + legend_row(lines[k], k);
  return svg + "</svg>\n";
}

}  // namespace yologold
