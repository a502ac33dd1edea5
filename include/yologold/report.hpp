#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "yologold/truth.hpp"

namespace yologold {

/// The loss of one image in one head, by term. Every factor (lambda, reduction, head weight) is inside.
struct TermLoss {
  double coord = 0, obj = 0, noobj = 0, classes = 0;
};

/// One pair of the assignment: a truth and a slot that it is assigned to.
struct Pair {
  std::int32_t head = 0, image = 0, anchor = 0, y = 0, x = 0;  ///< anchor: position in the head's mask (v1: predictor)
  std::int32_t truth = 0;                                      ///< index within its image
  double iou = 0;                                              ///< IOU of the decoded box and the truth
  double shape_iou = 0;                                        ///< of the anchor and the truth; v1: 0
  bool kept = true;                                            ///< false: `collision` gave the slot to another truth
  bool gated = false;                                          ///< true: the prior gate switched its coordinate term off
};

/// The address of a logit: channel 0-3 tx ty tw th, 4 to, 5+c class c.
struct Address {
  std::int64_t head = 0, image = 0, anchor = 0, channel = 0, y = 0, x = 0;
  bool operator==(const Address&) const = default;
};

struct NonFinite {
  Address at;
  double value = 0;
};

/// What a run computed. Reused from run to run: vectors keep their memory.
struct Report {
  double total = 0;               ///< sum over every head, image and term
  std::vector<double> per_image;  ///< sum over heads and terms
  std::vector<TermLoss> terms;    ///< [head * N + image]
  double cost = 0;                ///< sum(delta^2) of the gradient tensors where gradient is darknet-delta, else 0
  std::int64_t images = 0, heads = 0;
  std::int64_t positives = 0, ignored = 0, negatives = 0;  ///< slots: obj, ignored, noobj. object-free-cells leaves further slots without a role
  std::int64_t truths = 0, flagged = 0, unowned = 0;       ///< truths that took part; that carry the ignore flag; whose best anchor no head owns
  std::vector<Pair> pairs;                                 ///< ordered by image, truth, head, anchor
  std::vector<BadTruth> bad_truths;                        ///< skipped; ordered by image, index
  std::optional<NonFinite> first_non_finite;               ///< the first, by head, image, anchor, channel, row, column, of the logits the loss reads
};

}  // namespace yologold
