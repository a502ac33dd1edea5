#pragma once
#include <list>
#include <span>
#include <vector>

#include "network/network.hpp"
#include "yologold/engine.hpp"

namespace yologold {

/// The engine's plans of one variant, one for every shape of batch that was seen: random training shapes come back.
class LossPlans {
 public:
  /// @param variant  its image size gives way to that of each batch, so that anchors in pixels keep their size
  explicit LossPlans(Variant variant) : variant_(std::move(variant)) {}

  /// The plan for a network's heads on pictures of h x w. f32 inside.
  Plan& of(std::span<const NetworkHead> heads, int h, int w);

 private:
  struct Entry {
    int h, w;
    std::vector<HeadShape> shapes;
    Plan plan;
  };

  Variant variant_;
  std::list<Entry> entries_;
};

}  // namespace yologold
