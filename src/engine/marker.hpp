#pragma once
#include <bit>

#include "engine/reach.hpp"
#include "engine/zero.hpp"

namespace yologold {

/// Boxes are marked a quarter of a tile at a time: what that needs stays in the first cache while the zeros flow.
inline constexpr std::int64_t part_cells = tile_cells / 4;

/// The boxes of a part of a tile, in cells.
template <class T>
struct TileBoxes {
  alignas(64) T x[part_cells], y[part_cells], w[part_cells], h[part_cells];
};

/// The box logits of a tile.
template <class T>
struct TileLogits {
  alignas(64) T t[4][part_cells];
};

template <class T>
kernels::TruthInCells<T> in_cells(const Reach& r, double thresh) {
  return {static_cast<T>(r.x), static_cast<T>(r.y), static_cast<T>(r.w), static_cast<T>(r.h), static_cast<T>(thresh)};
}

/// The logits tw, th whose boxes may overlap a truth enough.
template <class T>
kernels::LogitRange<T> sizes_of(const Reach& r, const HeadAnchor& anchor) {
  const double tw = r.ln_w - anchor.ln_w, th = r.ln_h - anchor.ln_h;
  return {static_cast<T>(tw - r.slack), static_cast<T>(tw + r.slack), static_cast<T>(th - r.slack), static_cast<T>(th + r.slack)};
}

/// Marks the cells of a tile whose boxes overlap truths. Boxes that no truth can reach are not even decoded. The zeros of the tile flow meanwhile.
template <class T>
class Marker {
 public:
  Marker(const Run& run, const kernels::Table<T>& kernels, const Tile& tile, const TileLogits<T>& from, TileBoxes<T>& boxes, ZeroFlow<T>& zeros)
      : head_(run.model.heads[static_cast<std::size_t>(tile.head)]),
        anchor_(head_.anchors[static_cast<std::size_t>(tile.anchor)]),
        kernels_(kernels),
        from_(from),
        boxes_(boxes),
        zeros_(zeros),
        first_cell_(tile.first_cell),
        cells_(tile.cells) {}

  /// Sets `to` to 1 at every cell whose box overlaps one of the truths by more than the threshold.
  void mark(std::span<const Reach> truths, double thresh, T* to) {
    for (const Reach& truth : truths) {
      std::uint32_t steps = steps_of(truth.window);
      if (steps == 0) continue;
      steps = kernels_.steps_within(from_.t[2], from_.t[3], sizes_of<T>(truth, anchor_), steps);
      zeros_.write_lines(4);
      marked_ |= steps;
      for (; steps != 0; steps &= steps - 1) mark_step(static_cast<std::size_t>(std::countr_zero(steps)), in_cells<T>(truth, thresh), to);
    }
  }

  /// The steps of cells, a bit each, in which a cell may be marked: their boxes are decoded.
  std::uint32_t marked() const { return marked_; }

 private:
  /// The steps that hold a cell of the window, a bit each.
  std::uint32_t steps_of(const CellWindow& window) const {
    const std::int64_t columns = head_.shape.w, end = first_cell_ + cells_;
    std::uint32_t steps = 0;
    const std::int64_t last_row = std::min(window.last_row, (end - 1) / columns);
    for (std::int64_t y = std::max(window.first_row, first_cell_ / columns); y <= last_row; ++y) {
      const std::int64_t from = std::max(y * columns + window.first_column, first_cell_), to = std::min(y * columns + window.last_column, end - 1);
      if (from > to) continue;
      const auto step = [this](std::int64_t cell) { return static_cast<unsigned>(cell - first_cell_) / static_cast<unsigned>(step_cells); };
      steps |= (std::uint32_t{2} << step(to)) - (std::uint32_t{1} << step(from));
    }
    return steps;
  }

  void mark_step(std::size_t step, const kernels::TruthInCells<T>& truth, T* to) {
    const std::size_t i = step * step_cells;
    if (!(decoded_ >> step & 1)) decode(step, i);
    kernels_.mark_overlaps({boxes_.x + i, boxes_.y + i, boxes_.w + i, boxes_.h + i}, truth, to + i, step_cells);
    zeros_.write_lines(4);
  }

  void decode(std::size_t step, std::size_t i) {
    alignas(64) T column[step_cells], row[step_cells];
    for (std::size_t j = 0; j < step_cells; ++j) {
      const std::int64_t cell = first_cell_ + static_cast<std::int64_t>(i + j), y = cell / head_.shape.w;
      column[j] = static_cast<T>(cell - y * head_.shape.w), row[j] = static_cast<T>(y);
    }
    kernels_.decode({from_.t[0] + i, from_.t[1] + i, from_.t[2] + i, from_.t[3] + i, column, row, static_cast<T>(head_.scale_xy),
                     static_cast<T>(anchor_.w_cells), static_cast<T>(anchor_.h_cells)},
                    {boxes_.x + i, boxes_.y + i, boxes_.w + i, boxes_.h + i}, step_cells);
    decoded_ |= std::uint32_t{1} << step;
    zeros_.write_lines(32);
  }

  const HeadModel& head_;
  const HeadAnchor& anchor_;
  const kernels::Table<T>& kernels_;
  const TileLogits<T>& from_;
  TileBoxes<T>& boxes_;
  ZeroFlow<T>& zeros_;
  std::int64_t first_cell_, cells_;
  std::uint32_t decoded_ = 0, marked_ = 0;  ///< a bit for each step
};

}  // namespace yologold
