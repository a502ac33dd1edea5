#pragma once
#include <algorithm>

#include "engine/cell_set.hpp"
#include "engine/reach.hpp"

namespace yologold {

/// The boxes of a tile, in cells.
template <class T>
struct TileBoxes {
  alignas(64) T x[tile_cells], y[tile_cells], w[tile_cells], h[tile_cells];
};

/// Their logits.
template <class T>
struct TileLogits {
  alignas(64) T t[4][tile_cells];
};

/// The logits tw, th whose boxes may overlap a truth enough.
template <class T>
kernels::LikeShapes<T> shapes_of(const Reach& r, const HeadAnchor& anchor) {
  return {static_cast<T>(r.ln_w - anchor.ln_w), static_cast<T>(r.ln_h - anchor.ln_h), static_cast<T>(r.slack), static_cast<T>(r.turn)};
}

/// A step of boxes, each beside a truth: logits, cell, and the truth in cells.
template <class T>
struct Candidates {
  alignas(64) T t[4][CellSet::step], column[CellSet::step], row[CellSet::step], truth[4][CellSet::step];
  std::int64_t cell[CellSet::step];
  std::int64_t count = 0;

  /// Fills the step up with the first candidate.
  void pad() {
    for (T* const values : {t[0], t[1], t[2], t[3], column, row, truth[0], truth[1], truth[2], truth[3]})
      std::fill(values + count, values + CellSet::step, *values);
  }
};

/// Marks the cells of a tile whose boxes overlap truths. Only boxes that may reach a truth are decoded, a step of them at a time.
template <class T>
class Marker {
 public:
  Marker(const Run& run, const kernels::Table<T>& kernels, const Tile& tile, const TileLogits<T>& from, TileBoxes<T>& boxes)
      : head_(run.model.heads[static_cast<std::size_t>(tile.head)]),
        anchor_(head_.anchors[static_cast<std::size_t>(tile.anchor)]),
        kernels_(kernels),
        from_(from),
        boxes_(boxes),
        first_cell_(tile.first_cell),
        end_(tile.first_cell + tile.cells),
        first_row_(first_cell_ / head_.shape.w),
        last_row_((end_ - 1) / head_.shape.w) {}

  /// Adds to `marks` every cell whose box overlaps one of the truths by more than the threshold, and leaves its box in `boxes`.
  void mark(std::span<const Reach> truths, double thresh, CellSet& marks) {
    for (const Reach& truth : truths) {
      if (truth.window.last_row < first_row_ || truth.window.first_row > last_row_) continue;
      CellSet near;
      add_window(truth.window, near);
      near.steps = kernels_.keep_shapes(from_.t[2], from_.t[3], shapes_of<T>(truth, anchor_), near.cells, near.steps);
      near.each([&](std::int64_t i) { offer(i, truth, static_cast<T>(thresh), marks); });
    }
    if (candidates_.count == 0) return;
    candidates_.pad();
    judge(static_cast<T>(thresh), marks);
  }

 private:
  void add_window(const CellWindow& window, CellSet& cells) const {
    const std::int64_t columns = head_.shape.w, last_row = std::min(window.last_row, last_row_);
    for (std::int64_t y = std::max(window.first_row, first_row_); y <= last_row; ++y) {
      const std::int64_t from = std::max(y * columns + window.first_column, first_cell_), to = std::min(y * columns + window.last_column, end_ - 1);
      if (from <= to) cells.add(from - first_cell_, to - first_cell_);
    }
  }

  /// Takes a cell as a candidate.
  void offer(std::int64_t i, const Reach& truth, T thresh, CellSet& marks) {
    const std::int64_t cell = first_cell_ + i, row = cell / head_.shape.w, column = cell % head_.shape.w;
    Candidates<T>& c = candidates_;
    const double box[4] = {truth.x, truth.y, truth.w, truth.h};
    for (int k = 0; k < 4; ++k) c.t[k][c.count] = from_.t[k][i], c.truth[k][c.count] = static_cast<T>(box[k]);
    c.column[c.count] = static_cast<T>(column), c.row[c.count] = static_cast<T>(row);
    c.cell[c.count++] = i;
    if (c.count == CellSet::step) judge(thresh, marks);
  }

  /// Decodes the candidates and marks those that overlap their truths.
  void judge(T thresh, CellSet& marks) {
    Candidates<T>& c = candidates_;
    alignas(64) T box[4][CellSet::step], mark[CellSet::step] = {};
    kernels_.decode(
        {c.t[0], c.t[1], c.t[2], c.t[3], c.column, c.row, static_cast<T>(head_.scale_xy), static_cast<T>(anchor_.w_cells), static_cast<T>(anchor_.h_cells)},
        {box[0], box[1], box[2], box[3]}, CellSet::step);
    kernels_.mark_overlaps({box[0], box[1], box[2], box[3]}, {c.truth[0], c.truth[1], c.truth[2], c.truth[3]}, thresh, mark, CellSet::step);
    for (std::int64_t j = 0; j < c.count; ++j) {
      if (mark[j] == 0) continue;
      const std::int64_t i = c.cell[j];
      marks.add(i);
      boxes_.x[i] = box[0][j], boxes_.y[i] = box[1][j], boxes_.w[i] = box[2][j], boxes_.h[i] = box[3][j];
    }
    c.count = 0;
  }

  const HeadModel& head_;
  const HeadAnchor& anchor_;
  const kernels::Table<T>& kernels_;
  const TileLogits<T>& from_;
  TileBoxes<T>& boxes_;
  std::int64_t first_cell_, end_, first_row_, last_row_;
  Candidates<T> candidates_;
};

}  // namespace yologold
