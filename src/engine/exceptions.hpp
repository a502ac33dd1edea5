#pragma once
#include <bit>

#include "engine/ignore.hpp"
#include "engine/slot_rows.hpp"

namespace yologold {

/// The slots of a tile that are not trained as negatives. Of several roles the later one wins.
struct Exceptions {
  CellSet none, ignored, positive;

  Role role(std::int64_t i) const {
    return positive.holds(i) ? Role::positive : ignored.holds(i) ? Role::ignored : none.holds(i) ? Role::none : Role::negative;
  }
  /// Those of one step of row_step cells, a bit each.
  std::uint16_t silent(std::size_t step) const { return static_cast<std::uint16_t>(none.cells[step] | ignored.cells[step] | positive.cells[step]); }
};

/// Finds them, and counts the negatives and the ignored slots.
/// @param slots  the taken ones of the tile
template <class T>
void find_exceptions(const Run& run, const kernels::Table<T>& kernels, const Tile& tile, std::span<const Group> slots, Exceptions& cells, TaskResult& result) {
  const std::int64_t begin = first_slot(run.model, tile);
  for (const Mark& mark : within(run.work.marks, begin, begin + tile.cells)) (mark.role == Role::none ? cells.none : cells.ignored).add(mark.slot - begin);
  if (decodes(run, tile)) mark_decoded(run, kernels, tile, cells.ignored, result);
  for (const Group& slot : slots) cells.positive.add(slot.slot - begin);
  result.negatives = tile.cells;
  for (std::uint64_t left = cells.none.steps | cells.ignored.steps | cells.positive.steps; left != 0; left &= left - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(left));
    result.negatives -= std::popcount(cells.silent(i));
    result.ignored += std::popcount(static_cast<std::uint16_t>(cells.ignored.cells[i] & ~cells.positive.cells[i]));
  }
}

}  // namespace yologold
