#include "bench/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace yologold::bench {
namespace {

constexpr double panel_w = 340, panel_h = 260, left = 62, right = 14, top = 34, bottom = 44, head = 40;
constexpr std::size_t columns = 3;
constexpr const char* loss_colour = "#1f5fa8";
constexpr const char* floor_colour = "#9a9a9a";

/// A logarithmic axis from pixel `from` to `to`.
struct LogAxis {
  double low, high, from, to;

  double at(double value) const { return from + (std::log10(value) - low) / (high - low) * (to - from); }
};

LogAxis axis_of(double smallest, double largest, double from, double to) {
  const double low = std::log10(smallest), high = std::log10(largest), room = std::max(0.08 * (high - low), 0.05);
  return {low - room, high + room, from, to};
}

/// 1, 2 and 5 times the powers of ten on the axis; powers alone where it is long.
std::vector<double> ticks(const LogAxis& axis) {
  std::vector<double> all;
  for (int power = static_cast<int>(std::floor(axis.low)); power <= static_cast<int>(std::ceil(axis.high)); ++power)
    for (const double digit : {1.0, 2.0, 5.0}) {
      const double log = power + std::log10(digit);
      if ((digit == 1 || axis.high - axis.low < 2) && log >= axis.low && log <= axis.high) all.push_back(digit * std::pow(10, power));
    }
  return all;
}

std::string text(double x, double y, const char* anchor, const std::string& words, const char* more = "") {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y, anchor, more, words);
}

std::string line(const Curve& curve, const LogAxis& x, const LogAxis& y, double Point::*value, const char* colour) {
  std::string points, dots;
  for (const Point& p : curve.points) {
    points += fmt::format("{:.1f},{:.1f} ", x.at(p.at), y.at(p.*value));
    dots += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.6\" fill=\"{}\"/>\n", x.at(p.at), y.at(p.*value), colour);
  }
  return fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\"/>\n", points, colour) + dots;
}

std::string panel(const Curve& curve, double px, double py) {
  // Find the axes.
  double low = curve.points[0].floor_ms, high = low;
  for (const Point& p : curve.points) low = std::min({low, p.loss_ms, p.floor_ms}), high = std::max({high, p.loss_ms, p.floor_ms});
  const LogAxis x = axis_of(curve.points.front().at, curve.points.back().at, px + left, px + panel_w - right);
  const LogAxis y = axis_of(low, high, py + panel_h - bottom, py + top);

  // Draw the frame, the ticks and the words.
  std::string out = fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"none\" stroke=\"#444\"/>\n", x.from, y.to,
                                x.to - x.from, y.from - y.to);
  for (const double t : ticks(y))
    out += fmt::format("<line x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#e4e4e4\"/>\n", x.from + 1, x.to - 1, y.at(t), y.at(t)) +
           text(x.from - 5, y.at(t) + 4, "end", fmt::format("{:g}", t));
  for (const Point& p : curve.points) out += text(x.at(p.at), y.from + 15, "middle", fmt::format("{:g}", p.at));
  out += text((x.from + x.to) / 2, y.to - 9, "middle", curve.title, " font-weight=\"bold\"");
  out += text((x.from + x.to) / 2, y.from + 32, "middle", curve.axis) + text(x.from - 5, y.to - 9, "end", "ms");

  return out + line(curve, x, y, &Point::floor_ms, floor_colour) + line(curve, x, y, &Point::loss_ms, loss_colour);
}

}  // namespace

std::string draw(const std::vector<Curve>& curves, const std::string& caption) {
  const std::size_t rows = (curves.size() + columns - 1) / columns;
  const double width = columns * panel_w, height = head + static_cast<double>(rows) * panel_h;
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:g}\" height=\"{1:g}\" viewBox=\"0 0 {0:g} {1:g}\" font-family=\"sans-serif\" "
      "font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
      width, height);
  out += text(14, 24, "start", caption);
  out += text(width - 130, 24, "end", "loss and gradient", fmt::format(" fill=\"{}\" font-weight=\"bold\"", loss_colour).c_str());
  out += text(width - 14, 24, "end", "memory floor", fmt::format(" fill=\"{}\" font-weight=\"bold\"", floor_colour).c_str());
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const std::size_t column = i % columns, row = i / columns;
    out += panel(curves[i], static_cast<double>(column) * panel_w, head + static_cast<double>(row) * panel_h);
  }
  return out + "</svg>\n";
}

}  // namespace yologold::bench
