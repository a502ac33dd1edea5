#pragma once
#include <cstring>

#include "engine/zero.hpp"

namespace yologold {

/// Writes the gradient of a tile whose cells are records of 5 + C, a step of cells at a time: zeros and the objectness together, past the caches.
/// A record's objectness written after its zeros would fetch every line of them back.
template <class T>
class RecordFlow {
 public:
  RecordFlow(const Run& run, const kernels::Table<T>& kernels, const Tile& tile) : kernels_(kernels) {
    if (run.gradients.empty() || run.known_zero || !run.stream) return;
    const GradientView& g = run.gradients[static_cast<std::size_t>(tile.head)];
    const HeadShape& s = run.model.heads[static_cast<std::size_t>(tile.head)].shape;
    dtype_ = g.dtype;
    size_ = g.dtype == DType::f32 ? 4 : 8;
    record_ = static_cast<std::size_t>(5 + s.c) * size_;
    if (!records(g.layout, s) || step_cells * record_ > sizeof buffer_) return;
    to_ = static_cast<char*>(g.data) + static_cast<std::size_t>(g.layout.box.at(tile.image, tile.anchor, 0, 0, 0)) * size_ +
          static_cast<std::size_t>(tile.first_cell) * record_;
    std::memset(buffer_, 0, step_cells * record_);
  }

  /// Whether the gradient is of this kind.
  bool flows() const { return to_ != nullptr; }

  /// Writes the records of the cells [first, first + count) of the tile, count <= step_cells.
  void write(std::size_t first, std::size_t count, const T* slope) {
    for (std::size_t i = 0; i < count; ++i) put(dtype_, buffer_ + i * record_ + 4 * size_, slope[i]);
    kernels_.stream(buffer_, to_ + first * record_, count * record_);
  }

 private:
  const kernels::Table<T>& kernels_;
  DType dtype_ = DType::f32;
  std::size_t size_ = 4, record_ = 0;
  char* to_ = nullptr;
  alignas(64) char buffer_[16 << 10];
};

}  // namespace yologold
