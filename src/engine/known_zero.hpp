#pragma once
#include "engine/tile.hpp"

namespace yologold {

/// Where a run into known-zero buffers wrote boxes and classes, so that the next run can put the zeros back.
class KnownZero {
 public:
  /// The slots of the previous run: boxes and classes of slot `index` become 0 again, where it wrote into these same views.
  std::int64_t slots() const { return static_cast<std::int64_t>(slots_.size()); }
  void erase(const Model& model, std::span<const GradientView> gradients, std::int64_t index) const;

  /// Notes the slots that the run is about to write.
  void remember(const Work& work, std::span<const GradientView> gradients);

 private:
  struct Slot {
    std::int32_t head, image, anchor, y, x;
  };
  std::vector<Slot> slots_;
  std::vector<GradientView> views_;
};

}  // namespace yologold
