#pragma once
#include "engine/element.hpp"
#include "kernels/table.hpp"

/// Rows of one channel between strided tensors and scratch. Cells are counted row by row of the grid.
namespace yologold {

/// True where the cells of a channel lie one after another.
inline bool packed(const Block& block, std::int64_t columns) { return block.sx == 1 && block.sy == columns; }

/// Loads cells of a channel; returns whether all are finite.
template <class T>
bool load_channel(const kernels::Table<T>& kernels, const HeadView& head, const Block& block, std::int64_t base, std::int64_t columns, std::int64_t first,
                  std::int64_t count, T* row) {
  const auto n = static_cast<std::size_t>(count);
  if (packed(block, columns)) {
    const auto* from = static_cast<const char*>(head.data);
    return head.dtype == DType::f32 ? kernels.load_f32(reinterpret_cast<const float*>(from + (base + first) * 4), row, n)
                                    : kernels.load_f64(reinterpret_cast<const double*>(from + (base + first) * 8), row, n);
  }
  if (block.sy == columns * block.sx)
    gather(head, base + first * block.sx, block.sx, n, row);
  else
    for (std::size_t i = 0; i < n; ++i) {
      const std::int64_t cell = first + static_cast<std::int64_t>(i);
      row[i] = read<T>(head, base + cell / columns * block.sy + cell % columns * block.sx);
    }
  for (std::size_t i = n; i % kernels::row_step != 0; ++i) row[i] = 0;
  return kernels.all_finite(row, n);
}

template <class T>
void store_channel(const kernels::Table<T>& kernels, const GradientView& gradient, const Block& block, std::int64_t base, std::int64_t columns,
                   std::int64_t first, std::int64_t count, const T* row) {
  if (packed(block, columns)) {
    auto* to = static_cast<char*>(gradient.data);
    if (gradient.dtype == DType::f32)
      kernels.store_f32(row, reinterpret_cast<float*>(to + (base + first) * 4), static_cast<std::size_t>(count));
    else
      kernels.store_f64(row, reinterpret_cast<double*>(to + (base + first) * 8), static_cast<std::size_t>(count));
    return;
  }
  std::int64_t y = first / columns, x = first % columns;
  for (std::int64_t i = 0; i < count; ++i) {
    write<T>(gradient, base + y * block.sy + x * block.sx, row[i]);
    if (++x == columns) x = 0, ++y;
  }
}

}  // namespace yologold
