#include "engine/ignore.hpp"

#include <algorithm>

#include "assign/non_finite.hpp"
#include "engine/marker.hpp"
#include "engine/rows.hpp"
#include "geometry/overlap.hpp"
#include "lane/logistic.hpp"

namespace yologold {
namespace {

constexpr double v1_flag_thresh = 0.5;  // v1 has no ignore_thresh

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
void decode_v1(const Model& model, const HeadShape& s, const T (*t)[tile_cells], const Tile& tile, TileBoxes<T>& boxes) {
  const Activation activation = model.variant.activation;
  const bool logistic = activation == Activation::logistic || activation == Activation::softmax_off;
  const auto value = [&](int k, std::int64_t i) {
    if (logistic) return lane::logistic(t[k][i]).rise;
    return activation == Activation::linear_sqrt && k > 1 ? t[k][i] * t[k][i] : t[k][i];
  };
  for (std::int64_t i = 0; i < tile.cells; ++i) {
    const std::int64_t row = (tile.first_cell + i) / s.w, column = (tile.first_cell + i) % s.w;
    boxes.x[i] = static_cast<T>(column) + value(0, i), boxes.y[i] = static_cast<T>(row) + value(1, i);
    boxes.w[i] = value(2, i) * static_cast<T>(s.w), boxes.h[i] = value(3, i) * static_cast<T>(s.h);
  }
}

/// Marks the v1 boxes that overlap a flagged truth.
template <class T>
void mark_v1(const kernels::Table<T>& kernels, TileBoxes<T>& boxes, const Reach& truth, std::int64_t cells, CellSet& marks) {
  alignas(64) T same[4][tile_cells], over[tile_cells] = {};
  const double box[4] = {truth.x, truth.y, truth.w, truth.h};
  for (int k = 0; k < 4; ++k) std::fill_n(same[k], tile_cells, static_cast<T>(box[k]));
  kernels.mark_overlaps({boxes.x, boxes.y, boxes.w, boxes.h}, {same[0], same[1], same[2], same[3]}, static_cast<T>(v1_flag_thresh), over,
                        static_cast<std::size_t>(cells));
  for (std::int64_t i = 0; i < cells; ++i)
    if (over[i] != 0) marks.add(i);
}

template <class T>
void load_tile(const Run& run, const kernels::Table<T>& kernels, const Tile& tile, TileLogits<T>& from, TaskResult& result) {
  const HeadModel& head = run.model.heads[static_cast<std::size_t>(tile.head)];
  const HeadView& view = run.heads[static_cast<std::size_t>(tile.head)];
  for (int k = 0; k < 4; ++k) {
    const std::int64_t base = view.layout.box.at(tile.image, tile.anchor, k, 0, 0);
    if (!load_channel(kernels, view, view.layout.box, base, head.shape.w, tile.first_cell, tile.cells, from.t[k])) note_boxes(run, tile, from.t[k], k, result);
  }
}

/// The truths of a tile's image in its head.
std::span<const Reach> of_tile(const Tile& tile, const std::vector<Reach>& reaches, const std::vector<std::int64_t>& first) {
  const auto i = static_cast<std::size_t>(tile.image), begin = static_cast<std::size_t>(first[i]), count = static_cast<std::size_t>(first[i + 1]) - begin;
  if (reaches.empty()) return {};
  return std::span(reaches).subspan(static_cast<std::size_t>(tile.head * first.back()) + begin, count);
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
  const auto reaches = of_tile(tile, run.work.reaches, run.work.first_truth);
  const auto first = static_cast<std::size_t>(run.work.first_truth[static_cast<std::size_t>(tile.image)]);
  for (std::size_t t = 0; t < reaches.size(); ++t) {
    const Reach& r = reaches[t];
    const auto areas = geometry::areas<T>(
        {boxes.x[i] - static_cast<T>(r.x), boxes.y[i] - static_cast<T>(r.y), boxes.w[i], boxes.h[i], static_cast<T>(r.w), static_cast<T>(r.h)});
    if (geometry::exceeds(areas, static_cast<T>(v.ignore_thresh)) && holds_class(*run.work.truths[first + t].truth, look.top)) return true;
  }
  return false;
}

double thresh_of(const Variant& v) { return v.family == Family::v1 ? v1_flag_thresh : v.ignore_thresh; }

bool compares_truths(const Variant& v) { return v.family != Family::v1 && v.ignore != Ignore::off && v.ignore != Ignore::prior; }

}  // namespace

void find_reaches(const Model& model, Work& work) {
  const auto find = [&model](const std::vector<GoodTruth>& truths, std::vector<Reach>& reaches) {
    for (const HeadModel& head : model.heads)
      for (const GoodTruth& good : truths) reaches.push_back(reach_of(*good.truth, head, thresh_of(model.variant)));
  };
  work.reaches.clear();
  work.flagged_reaches.clear();
  if (compares_truths(model.variant)) find(work.truths, work.reaches);
  find(work.flagged, work.flagged_reaches);
}

bool decodes(const Run& run, const Tile& tile) {
  const Work& work = run.work;
  return !of_tile(tile, work.reaches, work.first_truth).empty() || !of_tile(tile, work.flagged_reaches, work.first_flagged).empty();
}

template <class T>
void mark_decoded(const Run& run, const kernels::Table<T>& kernels, const Tile& tile, CellSet& ignored, TaskResult& result) {
  const Variant& v = run.model.variant;
  const HeadShape& s = run.model.heads[static_cast<std::size_t>(tile.head)].shape;
  const auto truths = of_tile(tile, run.work.reaches, run.work.first_truth), flagged = of_tile(tile, run.work.flagged_reaches, run.work.first_flagged);
  const double thresh = thresh_of(v);

  // Mark the overlaps.
  TileLogits<T> from;
  TileBoxes<T> boxes;
  CellSet marks, flags;  // flagged truths know no class condition
  load_tile(run, kernels, tile, from, result);
  if (v.family == Family::v1) {
    decode_v1(run.model, s, from.t, tile, boxes);
    for (const Reach& truth : flagged) mark_v1(kernels, boxes, truth, tile.cells, flags);
  } else {
    Marker<T> marker(run, kernels, tile, from, boxes);
    marker.mark(truths, thresh, marks);
    marker.mark(flagged, thresh, flags);
  }

  // Ignore the marked slots that the class condition admits.
  flags.each([&](std::int64_t i) { ignored.add(i); });
  marks.each([&](std::int64_t i) {
    if (!flags.holds(i) && class_admits(run, tile, boxes, i, result)) ignored.add(i);
  });
}

template void mark_decoded<float>(const Run&, const kernels::Table<float>&, const Tile&, CellSet&, TaskResult&);
template void mark_decoded<double>(const Run&, const kernels::Table<double>&, const Tile&, CellSet&, TaskResult&);

}  // namespace yologold
