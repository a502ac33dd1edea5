#pragma once
#include <span>

#include "engine/work.hpp"
#include "kernels/table.hpp"

namespace yologold {

inline constexpr std::int64_t tile_cells = 1024;  ///< part of the numerics: sums are taken tile by tile

/// A piece of work for one thread: up to tile_cells cells of one (head, image, anchor).
struct Tile {
  std::int64_t head, image, anchor, first_cell, cells;
};

/// Tiles of all heads, numbered through in the order head, image, anchor, cell.
std::int64_t count_tiles(const Model& model);
Tile tile_at(const Model& model, std::int64_t index);

/// The slot of a tile's first cell; those of the others follow.
inline std::int64_t first_slot(const Model& model, const Tile& tile) {
  return model.heads[static_cast<std::size_t>(tile.head)].slot(tile.image, tile.anchor, tile.first_cell);
}

/// Everything a stage needs, but for the scalar type.
struct Run {
  const Model& model;
  std::span<const HeadView> heads;
  std::span<const GradientView> gradients;  ///< empty: loss only
  Work& work;
  bool stream;      ///< write zeros past the caches
  bool known_zero;  ///< the gradients hold zeros where nothing is written
  bool slot_rows;   ///< the slots come first and leave their gradients to the tiles, in rows
};

/// The dense stage of a tile: zero the gradient, train the objectness of every slot that no truth took towards 0. Fills work.tiles[index].
/// `roles`, where given, takes the role of each cell (positives included).
template <class T>
void run_tile(const Run& run, const kernels::Table<T>& kernels, std::int64_t index, Role* roles = nullptr);

/// The sparse stages: the slot, and for v1 the cell, of group `index`.
template <class T>
void run_slot(const Run& run, const kernels::Table<T>& kernels, std::size_t index, T* scratch);
template <class T>
void run_cell(const Run& run, const kernels::Table<T>& kernels, std::size_t index, T* scratch);

/// Elements of scratch that run_slot and run_cell want, 64-byte aligned.
std::size_t scratch_elements(std::int64_t classes);

}  // namespace yologold
