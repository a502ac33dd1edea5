#pragma once
#include <vector>

#include "train/loss_plans.hpp"

namespace yologold {

/// The engine's loss on a network's heads after a forward pass in mode train; its gradient goes straight into the heads' gradient buffers.
/// Throws Error where a truth is not good for the loss and the variant refuses such.
class BatchLoss {
 public:
  explicit BatchLoss(const Variant& variant) : plans_(variant) {}

  /// @param truths  one list a picture
  const Report& run(const Network& network, int h, int w, std::span<const std::vector<Truth>> truths);

 private:
  LossPlans plans_;
  Report report_;
  std::vector<Truth> all_;
  std::vector<std::int64_t> first_;
};

/// The terms of a report, over its heads and images.
TermLoss sum_terms(const Report& report);

}  // namespace yologold
