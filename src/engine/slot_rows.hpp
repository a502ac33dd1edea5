#pragma once
#include <algorithm>

#include "engine/rows.hpp"
#include "engine/tile.hpp"

/// Gradients of taken slots that wait in rows of 5 + C, in the order of the channels, until the zeros around them are written. A value written after its zeros
/// have gone past the caches would fetch its line back, one line and one page for every channel.
namespace yologold {

inline constexpr std::int64_t no_element = std::int64_t{1} << 56;  ///< beyond every tensor, also in bytes

/// Bytes a thread, of the MiB of scratch that one may have. Rows beyond this are not kept: the slots write their gradients themselves.
inline constexpr std::size_t slot_rows_bytes = 768 << 10;

/// Whether the values of every slot can be written among the zeros: planes, of elements that cross no line of the cache.
inline bool holds_planes(const GradientView& g, const HeadShape& s) {
  const auto plane = [&](const Block& block) { return packed(block, s.w) && block.sk >= s.h * s.w; };
  return !s.shared_classes && plane(g.layout.box) && plane(g.layout.classes) && reinterpret_cast<std::uintptr_t>(g.data) % (g.dtype == DType::f32 ? 4 : 8) == 0;
}

/// The row of slot `index`, where the slots keep rows.
template <class T>
T* slot_row(const Run& run, std::size_t index) {
  return reinterpret_cast<T*>(run.work.slot_rows.data()) + index * static_cast<std::size_t>(5 + run.model.classes);
}

/// The part of a list sorted by slot that lies in [begin, end).
template <class Item>
std::span<const Item> within(const std::vector<Item>& items, std::int64_t begin, std::int64_t end) {
  const auto before = [](const Item& item, std::int64_t slot) { return item.slot < slot; };
  const auto first = std::lower_bound(items.begin(), items.end(), begin, before);
  return {first, std::lower_bound(first, items.end(), end, before)};
}

/// The values of taken slots in one block of planes, by address.
template <class T>
class SlotValues {
 public:
  SlotValues() = default;
  /// Slots in the cells [first_cell, first_cell + cells) of a tile's plane. The channels of the block are those from first_channel on of a row.
  SlotValues(const Run& run, const Tile& tile, const Block& block, std::int64_t first_channel, std::int64_t channels, std::int64_t first_cell,
             std::int64_t cells)
      : block_(block), channels_(channels), row_(5 + run.model.classes), base_(block.at(tile.image, tile.anchor, 0, 0, 0)) {
    const HeadModel& head = run.model.heads[static_cast<std::size_t>(tile.head)];
    first_slot_ = head.slot(tile.image, tile.anchor, 0);
    slots_ = within(run.work.slots, first_slot_ + first_cell, first_slot_ + first_cell + cells);
    if (!slots_.empty()) rows_ = slot_row<T>(run, static_cast<std::size_t>(slots_.data() - run.work.slots.data())) + first_channel;
    find();
  }

  /// The element of the next value; beyond every element where there is none.
  std::int64_t at() const { return at_; }
  T value() const { return rows_[static_cast<std::int64_t>(slot_) * row_ + channel_]; }
  void next() {
    if (++slot_ == slots_.size()) slot_ = 0, ++channel_;
    find();
  }
  /// Leaves out the values before an element.
  void skip_to(std::int64_t element) {
    if (slots_.empty()) return;
    channel_ = std::clamp((element - base_) / block_.sk, std::int64_t{0}, channels_);
    find();
    while (at_ < element) next();
  }

 private:
  void find() {
    const bool none = slots_.empty() || channel_ >= channels_;
    at_ = none ? no_element : base_ + channel_ * block_.sk + (slots_[slot_].slot - first_slot_);
  }

  Block block_{};
  const T* rows_ = nullptr;  ///< of the first slot, from the block's first channel on; those of the others follow
  std::span<const Group> slots_;
  std::size_t slot_ = 0;
  std::int64_t channel_ = 0, channels_ = 0, row_ = 0, base_ = 0, first_slot_ = 0;
  std::int64_t at_ = no_element;
};

}  // namespace yologold
