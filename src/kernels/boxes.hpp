#pragma once
#include "geometry/overlap.hpp"
#include "kernels/table.hpp"
#include "lane/convert.hpp"
#include "lane/logistic.hpp"

/// Every decoded box of a tile against truths: what the ignore rules need.
namespace yologold::kernels {

/// x^ = s sigma(tx) - (s - 1)/2 + column, w^ = anchor_w e^tw; in cells.
template <class T, class A>
void decode_row(const DecodeRow<T>& from, const BoxRow<T>& to, std::size_t n) {
  using V = xsimd::batch<T, A>;
  const V s(from.scale_xy), shift((from.scale_xy - 1) / 2), anchor_w(from.anchor_w), anchor_h(from.anchor_h);
  const auto load = [](const T* row, std::size_t i) { return V::load_aligned(row + i); };
  for (std::size_t i = 0; i < n; i += V::size) {
    ((s * lane::logistic(load(from.tx, i)).rise - shift) + load(from.column, i)).store_aligned(to.x + i);
    ((s * lane::logistic(load(from.ty, i)).rise - shift) + load(from.row, i)).store_aligned(to.y + i);
    (anchor_w * lane::exp(load(from.tw, i))).store_aligned(to.w + i);
    (anchor_h * lane::exp(load(from.th, i))).store_aligned(to.h + i);
  }
}

template <class T, class A>
void mark_overlaps_row(const BoxRow<T>& boxes, const BoxRow<T>& truths, T thresh, T* mark, std::size_t n) {
  using V = xsimd::batch<T, A>;
  for (std::size_t i = 0; i < n; i += V::size) {
    const auto load = [i](const T* row) { return V::load_aligned(row + i); };
    const auto a =
        geometry::areas<V>({load(boxes.x) - load(truths.x), load(boxes.y) - load(truths.y), load(boxes.w), load(boxes.h), load(truths.w), load(truths.h)});
    lane::select(geometry::exceeds(a, V(thresh)), V(T(1)), load(mark)).store_aligned(mark + i);
  }
}

template <class T, class A>
std::uint64_t keep_shapes(const T* tw, const T* th, const LikeShapes<T>& shapes, std::uint16_t* cells, std::uint64_t steps) {
  using V = xsimd::batch<T, A>;
  const V w(shapes.w), h(shapes.h), slack(shapes.slack), turn(shapes.turn);
  std::uint64_t found = 0;
  for (; steps != 0; steps &= steps - 1) {
    const int step = __builtin_ctzll(steps);
    std::uint32_t here = 0;
    for (std::size_t i = 0; i < row_step; i += V::size) {
      const V u = V::load_aligned(tw + step * row_step + i) - w, v = V::load_aligned(th + step * row_step + i) - h;
      const auto like = (lane::abs(u) <= slack) & (lane::abs(v) <= slack) & (lane::abs(u + v) <= slack) & (lane::abs(u - v) <= turn);
      here |= lane::mask(like) << i;
    }
    cells[step] = static_cast<std::uint16_t>(cells[step] & here);
    found |= static_cast<std::uint64_t>(cells[step] != 0) << step;
  }
  return found;
}

}  // namespace yologold::kernels
