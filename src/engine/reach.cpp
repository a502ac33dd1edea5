#include "engine/reach.hpp"

#include <algorithm>

#include "lane/log.hpp"

namespace yologold {
namespace {

constexpr double widening = 1e-3;  // of every bound; f32 rounds 1e4 times finer

/// Half the length on one axis within which the centre of a box lies.
double reach_of_centre(double length, double t, double cells) {
  const double reach = t >= 0.5 ? (1 - t) * length : (1 / t - 1) * length / 2;
  return reach * (1 + widening) + widening + 1e-5 * cells;
}

/// The cells on one axis whose boxes may have their centre within `reach` of `at`; a centre leaves its cell by up to `beyond`.
void bound(double at, double reach, double beyond, std::int64_t cells, std::int64_t& first, std::int64_t& last) {
  const auto cell = [cells](double x) { return static_cast<std::int64_t>(std::clamp(x, 0.0, static_cast<double>(cells - 1))); };
  first = cell(at - reach - beyond - 1), last = cell(at + reach + beyond);
}

}  // namespace

Reach reach_of(const Truth& truth, const HeadModel& head, double thresh) {
  const double columns = static_cast<double>(head.shape.w), rows = static_cast<double>(head.shape.h);
  Reach r{truth.cx * columns, truth.cy * rows, truth.w * columns, truth.h * rows, {0, head.shape.w - 1, 0, head.shape.h - 1}};
  if (!(thresh > 0.01 && std::min(r.w, r.h) > 1e-15)) return r;
  const double beyond = (head.scale_xy - 1) / 2;
  bound(r.x, reach_of_centre(r.w, thresh, columns), beyond, head.shape.w, r.window.first_column, r.window.last_column);
  bound(r.y, reach_of_centre(r.h, thresh, rows), beyond, head.shape.h, r.window.first_row, r.window.last_row);
  r.ln_w = lane::log(r.w), r.ln_h = lane::log(r.h), r.slack = widening - lane::log(thresh);
  r.turn = widening + 2 * lane::log((1 + thresh) / (2 * thresh));
  return r;
}

}  // namespace yologold
