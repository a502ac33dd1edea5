#include "engine/ignore.hpp"

#include "assign/non_finite.hpp"
#include "engine/rows.hpp"
#include "geometry/overlap.hpp"
#include "lane/logistic.hpp"

namespace yologold {
namespace {

constexpr double v1_flag_thresh = 0.5;  // v1 has no ignore_thresh

/// The boxes of a tile, in cells.
template <class T>
struct TileBoxes {
  alignas(64) T x[tile_cells], y[tile_cells], w[tile_cells], h[tile_cells];
};

template <class T>
void note_boxes(const Run& run, const Tile& tile, const T* row, std::int64_t channel, TaskResult& result) {
  const HeadView& view = run.heads[static_cast<std::size_t>(tile.head)];
  const std::int64_t columns = run.model.heads[static_cast<std::size_t>(tile.head)].shape.w;
  for (std::int64_t i = 0; i < tile.cells; ++i) {
    const std::int64_t cell = tile.first_cell + i, y = cell / columns, x = cell % columns;
    if (row[i] - row[i] != 0)
      assign::note(view, view.layout.box.at(tile.image, tile.anchor, channel, y, x), {tile.head, tile.image, tile.anchor, channel, y, x}, result.non_finite);
  }
}

/// v1 boxes in cells, by the activation.
template <class T>
void decode_v1(const Model& model, const HeadShape& s, const T (*t)[tile_cells], const T* column, const T* row, TileBoxes<T>& boxes, std::int64_t cells) {
  const Activation activation = model.variant.activation;
  const bool logistic = activation == Activation::logistic || activation == Activation::softmax_off;
  const auto value = [&](int k, std::int64_t i) {
    if (logistic) return lane::logistic(t[k][i]).rise;
    return activation == Activation::linear_sqrt && k > 1 ? t[k][i] * t[k][i] : t[k][i];
  };
  for (std::int64_t i = 0; i < cells; ++i) {
    boxes.x[i] = column[i] + value(0, i), boxes.y[i] = row[i] + value(1, i);
    boxes.w[i] = value(2, i) * static_cast<T>(s.w), boxes.h[i] = value(3, i) * static_cast<T>(s.h);
  }
}

template <class T>
void decode_tile(const Run& run, const kernels::Table<T>& kernels, const Tile& tile, TileBoxes<T>& boxes, TaskResult& result) {
  const HeadModel& head = run.model.heads[static_cast<std::size_t>(tile.head)];
  const HeadView& view = run.heads[static_cast<std::size_t>(tile.head)];
  alignas(64) T t[4][tile_cells], column[tile_cells], row[tile_cells];
  for (int k = 0; k < 4; ++k) {
    load_channel(kernels, view, view.layout.box, view.layout.box.at(tile.image, tile.anchor, k, 0, 0), head.shape.w, tile.first_cell, tile.cells, t[k]);
    if (!kernels.all_finite(t[k], static_cast<std::size_t>(tile.cells))) note_boxes(run, tile, t[k], k, result);
  }
  std::int64_t y = tile.first_cell / head.shape.w, x = tile.first_cell % head.shape.w;
  for (std::int64_t i = 0; i < tile_cells; ++i) {
    column[i] = static_cast<T>(x), row[i] = static_cast<T>(y);
    if (++x == head.shape.w) x = 0, ++y;
  }
  if (run.model.variant.family == Family::v1) return decode_v1(run.model, head.shape, t, column, row, boxes, tile.cells);
  const HeadAnchor& anchor = head.anchors[static_cast<std::size_t>(tile.anchor)];
  kernels.decode({t[0], t[1], t[2], t[3], column, row, static_cast<T>(head.scale_xy), static_cast<T>(anchor.w_cells), static_cast<T>(anchor.h_cells)},
                 {boxes.x, boxes.y, boxes.w, boxes.h}, static_cast<std::size_t>(tile.cells));
}

template <class T>
kernels::TruthInCells<T> in_cells(const Truth& truth, const HeadShape& s, double thresh) {
  const double w = static_cast<double>(s.w), h = static_cast<double>(s.h);
  return {static_cast<T>(truth.cx * w), static_cast<T>(truth.cy * h), static_cast<T>(truth.w * w), static_cast<T>(truth.h * h), static_cast<T>(thresh)};
}

/// The class probabilities of one slot, for the rules that ask for them: the most probable class, and whether any exceeds class_thresh.
template <class T>
struct ClassLook {
  std::int64_t top = 0;
  bool any = false;
};

template <class T>
ClassLook<T> look_at_classes(const Run& run, const Tile& tile, std::int64_t y, std::int64_t x, TaskResult& result) {
  const HeadView& view = run.heads[static_cast<std::size_t>(tile.head)];
  const auto at = [&](std::int64_t c) { return view.layout.classes.at(tile.image, tile.anchor, c, y, x); };
  ClassLook<T> look;
  T top = read<T>(view, at(0));
  for (std::int64_t c = 0; c < run.model.classes; ++c) {
    assign::note(view, at(c), {tile.head, tile.image, tile.anchor, 5 + c, y, x}, result.non_finite);
    const T logit = read<T>(view, at(c));
    if (logit > top) top = logit, look.top = c;
  }
  T probability = lane::logistic(top).rise;
  if (run.model.variant.family == Family::v2) {
    T sum = 0;
    for (std::int64_t c = 0; c < run.model.classes; ++c) sum += lane::exp(read<T>(view, at(c)) - top);
    probability = T(1) / sum;
  }
  look.any = probability > static_cast<T>(run.model.variant.class_thresh);
  return look;
}

bool holds_class(const Truth& truth, std::int64_t c) {
  if (truth.class_id == c) return true;
  for (const std::int32_t other : truth.more_classes)
    if (other == c) return true;
  return false;
}

/// Whether the class condition of the rule admits a slot whose box overlaps some truth.
template <class T>
bool class_admits(const Run& run, const Tile& tile, const TileBoxes<T>& boxes, std::int64_t i, TaskResult& result) {
  const Variant& v = run.model.variant;
  const HeadShape& s = run.model.heads[static_cast<std::size_t>(tile.head)].shape;
  if (v.ignore == Ignore::decoded) return true;
  const std::int64_t cell = tile.first_cell + i;
  const auto look = look_at_classes<T>(run, tile, cell / s.w, cell % s.w, result);
  if (v.ignore == Ignore::decoded_any_class) return look.any;
  const auto image = static_cast<std::size_t>(tile.image);
  for (auto t = run.work.first_truth[image]; t < run.work.first_truth[image + 1]; ++t) {
    const Truth& truth = *run.work.truths[static_cast<std::size_t>(t)].truth;
    const auto c = in_cells<T>(truth, s, v.ignore_thresh);
    const auto areas = geometry::areas<T>({boxes.x[i] - c.x, boxes.y[i] - c.y, boxes.w[i], boxes.h[i], c.w, c.h});
    if (geometry::exceeds(areas, c.thresh) && holds_class(truth, look.top)) return true;
  }
  return false;
}

}  // namespace

template <class T>
void mark_decoded(const Run& run, const kernels::Table<T>& kernels, const Tile& tile, Role* roles, TaskResult& result) {
  const Variant& v = run.model.variant;
  const HeadShape& s = run.model.heads[static_cast<std::size_t>(tile.head)].shape;
  const auto image = static_cast<std::size_t>(tile.image);
  const bool rule = v.family != Family::v1 && v.ignore != Ignore::off && v.ignore != Ignore::prior;
  const Work& work = run.work;
  const std::int64_t truths_end = rule ? work.first_truth[image + 1] : work.first_truth[image];
  if (truths_end == work.first_truth[image] && work.first_flagged[image] == work.first_flagged[image + 1]) return;

  // Mark the overlaps with truths, and with flagged ones apart: these know no class condition.
  TileBoxes<T> boxes;
  decode_tile(run, kernels, tile, boxes, result);
  const double thresh = v.family == Family::v1 ? v1_flag_thresh : v.ignore_thresh;
  alignas(64) T mark[tile_cells] = {}, flag[tile_cells] = {};
  const auto mark_all = [&](const std::vector<GoodTruth>& truths, std::int64_t begin, std::int64_t end, T* to) {
    for (auto t = begin; t < end; ++t)
      kernels.mark_overlaps({boxes.x, boxes.y, boxes.w, boxes.h}, in_cells<T>(*truths[static_cast<std::size_t>(t)].truth, s, thresh), to,
                            static_cast<std::size_t>(tile.cells));
  };
  mark_all(work.truths, work.first_truth[image], truths_end, mark);
  mark_all(work.flagged, work.first_flagged[image], work.first_flagged[image + 1], flag);
  for (std::int64_t i = 0; i < tile.cells; ++i)
    if (flag[i] != 0 || (mark[i] != 0 && class_admits(run, tile, boxes, i, result))) roles[i] = Role::ignored;
}

template void mark_decoded<float>(const Run&, const kernels::Table<float>&, const Tile&, Role*, TaskResult&);
template void mark_decoded<double>(const Run&, const kernels::Table<double>&, const Tile&, Role*, TaskResult&);

}  // namespace yologold
