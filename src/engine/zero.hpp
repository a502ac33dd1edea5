#pragma once
#include <algorithm>
#include <cstring>

#include "engine/element.hpp"
#include "engine/slot_rows.hpp"

/// The zeros of a gradient: every channel of a tile's cells but the objectness, which the dense stage writes itself.
namespace yologold {

/// Cells that are evaluated between two pieces of zeros.
inline constexpr std::size_t step_cells = kernels::row_step;
inline std::size_t step_count(std::size_t cells) { return (cells + step_cells - 1) / step_cells; }

/// A piece of a gradient, in bytes.
struct ByteRange {
  std::int64_t from = 0, count = 0;
};

/// True where the cells of one predictor are records of 5 + C that follow one another.
inline bool records(const Layout& l, const HeadShape& s) {
  const std::int64_t k = 5 + s.c;
  return !s.shared_classes && l.box.sk == 1 && l.classes.sk == 1 && l.objectness.offset == l.box.offset + 4 && l.classes.offset == l.box.offset + 5 &&
         l.box.sx == k && l.objectness.sx == k && l.classes.sx == k && l.box.sy == k * s.w && l.objectness.sy == l.box.sy && l.classes.sy == l.box.sy;
}

/// The part of one block's channels that belongs to a tile, as a list of ranges.
class BlockRanges {
 public:
  BlockRanges() = default;
  BlockRanges(const Block& block, std::int64_t channels, const Tile& tile, const HeadShape& s, std::int64_t size)
      : block_(block), tile_(tile), channels_(channels), columns_(s.w), plane_(s.h * s.w), size_(size), base_(block.at(tile.image, tile.anchor, 0, 0, 0)) {
    planes_ = packed(block, s.w);
    whole_ = planes_ && block.sk == plane_;
    runs_ = block.sk == 1 ? 1 : channels;
    count_ = whole_ ? 1 : planes_ ? channels : tile.cells * runs_;
  }
  /// The tile's cells as one range: records.
  static BlockRanges one(ByteRange range) {
    BlockRanges r;
    r.only_ = range;
    r.count_ = 1;
    return r;
  }

  std::int64_t count() const { return count_; }
  bool whole() const { return whole_; }  ///< one range of the plane's channels, of more than the tile's cells
  ByteRange at(std::int64_t i) const {
    if (only_.count > 0) return only_;
    if (whole_) {
      // The channels are one run: each tile of the plane takes its share, in whole lines.
      const std::int64_t from = cut(tile_.first_cell);
      return {base_ * size_ + from, cut(tile_.first_cell + tile_.cells) - from};
    }
    if (planes_) return {(base_ + i * block_.sk + tile_.first_cell) * size_, tile_.cells * size_};
    const std::int64_t cell = tile_.first_cell + i / runs_, y = cell / columns_, x = cell % columns_;
    return {(base_ + i % runs_ * block_.sk + y * block_.sy + x * block_.sx) * size_, channels_ / runs_ * size_};
  }

 private:
  std::int64_t cut(std::int64_t cell) const { return cell == plane_ ? channels_ * plane_ * size_ : channels_ * cell * size_ / 64 * 64; }

  Block block_{};
  Tile tile_{};
  ByteRange only_{};
  std::int64_t channels_ = 0, columns_ = 1, plane_ = 0, size_ = 0, base_ = 0, runs_ = 1, count_ = 0;
  bool planes_ = false, whole_ = false;
};

/// Writes the zeros of a tile piece by piece, past the caches where that pays. Between the pieces the caller computes:
/// the memory takes its time for a store past the caches, and arithmetic is free meanwhile.
template <class T>
class ZeroFlow {
 public:
  /// Nothing flows without a gradient, into known zeros, or where it is not `wanted`.
  ZeroFlow(const Run& run, const kernels::Table<T>& kernels, const Tile& tile, bool wanted) : kernels_(kernels), stream_(run.stream) {
    if (!wanted || run.gradients.empty() || run.known_zero) return;
    const GradientView& gradient = run.gradients[static_cast<std::size_t>(tile.head)];
    const HeadShape& s = run.model.heads[static_cast<std::size_t>(tile.head)].shape;
    const std::int64_t size = gradient.dtype == DType::f32 ? 4 : 8;
    const Layout& l = gradient.layout;
    to_ = static_cast<char*>(gradient.data);
    const bool classes = !s.shared_classes || tile.anchor == 0;
    if (records(l, s)) {
      const std::int64_t record = (5 + s.c) * size;
      blocks_[0] = BlockRanges::one({l.box.at(tile.image, tile.anchor, 0, 0, 0) * size + tile.first_cell * record, tile.cells * record});
    } else {
      blocks_[0] = BlockRanges(l.box, 4, tile, s, size);
      if (classes) blocks_[1] = BlockRanges(l.classes, s.c, tile, s, size);
      if (run.slot_rows) {
        values_[0] = values_of(run, tile, l.box, 0, 4, blocks_[0], size);
        values_[1] = values_of(run, tile, l.classes, 5, s.c, blocks_[1], size);
      }
    }
    dtype_ = gradient.dtype;
    size_ = size;
    left_ = tile.cells * size * (records(l, s) ? 5 + s.c : 4 + (classes ? s.c : 0));
  }

  /// Spreads the zeros over the next `steps` calls of write.
  void spread(std::size_t steps) { share_ = left_ / static_cast<std::int64_t>(steps) + 1; }

  void write() { write(share_); }
  void finish() { write(left_); }

 private:
  void write(std::int64_t wanted) {
    while (wanted > 0 && (range_.count > 0 || next())) {
      const std::int64_t piece = whole_lines(std::min(wanted, range_.count));
      fill(range_.from, range_.from + piece);
      range_.from += piece, range_.count -= piece;
      left_ -= piece;
      wanted -= piece;
    }
  }
  bool next() {
    for (; block_ < 2; ++block_, item_ = 0)
      if (item_ < blocks_[block_].count()) return range_ = blocks_[block_].at(item_++), true;
    return false;
  }
  /// Ends a piece at a line of the cache, or with its range.
  std::int64_t whole_lines(std::int64_t count) const { return std::min(range_.count, line_end(range_.from + count) - range_.from); }
  static SlotValues<T> values_of(const Run& run, const Tile& tile, const Block& block, std::int64_t first_channel, std::int64_t channels,
                                 const BlockRanges& ranges, std::int64_t size) {
    const HeadShape& s = run.model.heads[static_cast<std::size_t>(tile.head)].shape;
    if (!ranges.whole()) return {run, tile, block, first_channel, channels, tile.first_cell, tile.cells};
    SlotValues<T> values(run, tile, block, first_channel, channels, 0, s.h * s.w);
    values.skip_to(ranges.at(0).from / size);
    return values;
  }
  /// Zeros, and the values of slots.
  void fill(std::int64_t from, std::int64_t end) {
    if (!stream_ || end - from < 256) return fill_part(from, end);
    const std::int64_t first = line_end(from), last = end - address(end) % 64;
    fill_part(from, first);
    for (std::int64_t at = first; at < last;) at = fill_lines(at, std::min(last, at + 64 * most_lines));
    fill_part(last, end);
  }
  /// Less than a line, or what lies in the caches anyway.
  void fill_part(std::int64_t from, std::int64_t end) {
    if (from == end) return;
    std::memset(to_ + from, 0, static_cast<std::size_t>(end - from));
    for (SlotValues<T>& values = values_[block_]; values.at() * size_ < end; values.next()) put(dtype_, to_ + values.at() * size_, values.value());
  }
  /// Whole lines from `from` to `end`, or to the line in which there are too many values. Returns where it ended.
  std::int64_t fill_lines(std::int64_t from, std::int64_t end) {
    SlotValues<T>& values = values_[block_];
    kernels::PlacedValues<T> placed;
    const std::int64_t first = size_ == 4 ? from / 4 : from / 8;
    for (; values.at() * size_ < end; values.next()) {
      if (placed.count + 16 > placed.most) end = std::min(end, line_end(values.at() * size_));
      if (values.at() * size_ >= end) break;
      placed.value[placed.count] = values.value();
      placed.place[placed.count++] = static_cast<std::int32_t>(values.at() - first);
    }
    (size_ == 4 ? kernels_.stream_f32_lines : kernels_.stream_f64_lines)(placed, to_ + from, static_cast<std::size_t>(end - from) / 64);
    return end;
  }
  std::int64_t address(std::int64_t at) const { return static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(to_)) + at; }
  /// The first end of a line at or after a place.
  std::int64_t line_end(std::int64_t at) const { return at + (64 - address(at) % 64) % 64; }

  static constexpr std::int64_t most_lines = 128;
  const kernels::Table<T>& kernels_;
  bool stream_;
  char* to_ = nullptr;
  DType dtype_ = DType::f32;
  std::int64_t size_ = 4;
  BlockRanges blocks_[2];
  SlotValues<T> values_[2];
  int block_ = 0;
  std::int64_t item_ = 0, left_ = 0, share_ = 0;
  ByteRange range_;
};

}  // namespace yologold
