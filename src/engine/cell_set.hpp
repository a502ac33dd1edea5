#pragma once
#include <bit>
#include <cstdint>

#include "engine/tile.hpp"

namespace yologold {

/// Some cells of a tile: a bit each, in steps of row_step.
struct CellSet {
  static constexpr std::int64_t step = kernels::row_step;

  std::uint16_t cells[tile_cells / step] = {};
  std::uint64_t steps = 0;  ///< those that hold any, a bit each

  /// Adds the cells [from, to].
  void add(std::int64_t from, std::int64_t to) {
    for (std::int64_t s = from / step; s <= to / step; ++s) {
      const std::int64_t low = s == from / step ? from % step : 0, high = s == to / step ? to % step : step - 1;
      cells[s] = static_cast<std::uint16_t>(cells[s] | ((2u << high) - (1u << low)));
      steps |= std::uint64_t{1} << s;
    }
  }
  void add(std::int64_t i) { add(i, i); }
  bool holds(std::int64_t i) const { return cells[i / step] >> (i % step) & 1; }
  /// Calls body(i) for every cell, in their order.
  template <class Body>
  void each(const Body& body) const {
    for (std::uint64_t left = steps; left != 0; left &= left - 1) {
      const int s = std::countr_zero(left);
      for (unsigned here = cells[s]; here != 0; here &= here - 1) body(s * step + std::countr_zero(here));
    }
  }
};

}  // namespace yologold
