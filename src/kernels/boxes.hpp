#pragma once
#include "geometry/overlap.hpp"
#include "kernels/table.hpp"
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
void mark_overlaps_row(const BoxRow<T>& boxes, const TruthInCells<T>& truth, T* mark, std::size_t n) {
  using V = xsimd::batch<T, A>;
  const V one(T(1)), thresh(truth.thresh);
  for (std::size_t i = 0; i < n; i += V::size) {
    const auto load = [i](const T* row) { return V::load_aligned(row + i); };
    const auto a = geometry::areas<V>({load(boxes.x) - V(truth.x), load(boxes.y) - V(truth.y), load(boxes.w), load(boxes.h), V(truth.w), V(truth.h)});
    lane::select(geometry::exceeds(a, thresh), one, load(mark)).store_aligned(mark + i);
  }
}

template <class T, class A>
std::uint32_t steps_within(const T* tw, const T* th, const LogitRange<T>& range, std::uint32_t steps) {
  using V = xsimd::batch<T, A>;
  const V low_w(range.low_w), high_w(range.high_w), low_h(range.low_h), high_h(range.high_h);
  std::uint32_t found = 0;
  for (; steps != 0; steps &= steps - 1) {
    const int step = __builtin_ctz(steps);
    auto here = V(T(0)) != V(T(0));
    for (int i = step * row_step; i < (step + 1) * row_step; i += static_cast<int>(V::size)) {
      const V w = V::load_aligned(tw + i), h = V::load_aligned(th + i);
      here = here | ((w >= low_w) & (w <= high_w) & (h >= low_h) & (h <= high_h));
    }
    found |= static_cast<std::uint32_t>(xsimd::any(here)) << step;
  }
  return found;
}

}  // namespace yologold::kernels
