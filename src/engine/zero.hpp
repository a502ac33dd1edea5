#pragma once
#include <cstring>

#include "engine/rows.hpp"
#include "engine/tile.hpp"

/// The zeros of a gradient: every channel of a tile's cells but the objectness, which the dense stage writes itself.
namespace yologold {

/// Writes zeros into one gradient, past the caches where that pays.
template <class T>
struct ZeroFill {
  const kernels::Table<T>& kernels;
  const GradientView& gradient;
  bool stream;

  std::int64_t element() const { return gradient.dtype == DType::f32 ? 4 : 8; }
  void bytes(std::int64_t from, std::int64_t count) const {
    auto* to = static_cast<char*>(gradient.data) + from;
    if (stream)
      kernels.stream_zeros(to, static_cast<std::size_t>(count));
    else
      std::memset(to, 0, static_cast<std::size_t>(count));
  }
};

/// Zeros `channels` channels of a block for the cells of a tile.
template <class T>
void zero_block(const ZeroFill<T>& fill, const Block& block, std::int64_t channels, const Tile& tile, const HeadShape& s) {
  const std::int64_t plane = s.h * s.w, size = fill.element(), base = block.at(tile.image, tile.anchor, 0, 0, 0);
  if (packed(block, s.w) && block.sk == plane) {
    // The channels are one run: each tile of the plane takes its share, in whole lines.
    const auto cut = [&](std::int64_t cell) { return cell == plane ? channels * plane * size : channels * cell * size / 64 * 64; };
    const std::int64_t from = cut(tile.first_cell);
    return fill.bytes(base * size + from, cut(tile.first_cell + tile.cells) - from);
  }
  if (packed(block, s.w)) {
    for (std::int64_t k = 0; k < channels; ++k) fill.bytes((base + k * block.sk + tile.first_cell) * size, tile.cells * size);
    return;
  }

  // Channels last: one short run a cell. Otherwise element by element.
  std::int64_t y = tile.first_cell / s.w, x = tile.first_cell % s.w;
  for (std::int64_t i = 0; i < tile.cells; ++i) {
    const std::int64_t runs = block.sk == 1 ? 1 : channels, length = channels / runs * size;
    for (std::int64_t k = 0; k < runs; ++k)
      std::memset(static_cast<char*>(fill.gradient.data) + (base + k * block.sk + y * block.sy + x * block.sx) * size, 0, static_cast<std::size_t>(length));
    if (++x == s.w) x = 0, ++y;
  }
}

/// True where the cells of one predictor are records of 5 + C that follow one another.
inline bool records(const Layout& l, const HeadShape& s) {
  const std::int64_t k = 5 + s.c;
  return !s.shared_classes && l.box.sk == 1 && l.classes.sk == 1 && l.objectness.offset == l.box.offset + 4 && l.classes.offset == l.box.offset + 5 &&
         l.box.sx == k && l.objectness.sx == k && l.classes.sx == k && l.box.sy == k * s.w && l.objectness.sy == l.box.sy && l.classes.sy == l.box.sy;
}

template <class T>
void zero_tile(const ZeroFill<T>& fill, const Tile& tile, const HeadShape& s) {
  const Layout& l = fill.gradient.layout;
  if (records(l, s)) {
    const std::int64_t record = (5 + s.c) * fill.element();
    return fill.bytes(l.box.at(tile.image, tile.anchor, 0, 0, 0) * fill.element() + tile.first_cell * record, tile.cells * record);
  }
  zero_block(fill, l.box, 4, tile, s);
  if (!s.shared_classes || tile.anchor == 0) zero_block(fill, l.classes, s.c, tile, s);
}

}  // namespace yologold
