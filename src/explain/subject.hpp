#pragma once
#include <vector>

#include "judge/seen.hpp"

namespace yologold::explain {

/// A box as fractions of the image.
struct Box {
  double x = 0, y = 0, w = 0, h = 0;
};

/// One slot of a golden's case, with everything that can be asked about it.
class Subject {
 public:
  /// The golden must outlive it. Error where there is no such slot.
  Subject(const GoldenCase& golden, const Address& slot);

  const GoldenCase& golden;
  const Variant& variant;
  const Address at;       ///< of the slot
  const HeadShape shape;  ///< of its head

  bounds::Problem problem() const { return seen_.problem(); }
  Role role() const;
  std::vector<Pair> pairs() const;                                     ///< of this slot
  std::span<const Pair> all_pairs() const { return problem().pairs; }  ///< of every slot
  double shape_iou_of(const Pair& pair) const;                         ///< of a pair of this image; 0 in v1

  double logit(std::int64_t channel) const;
  double value(const Tensor& tensor, std::int64_t channel) const;  ///< of a tensor in the shape of the head
  double activated(std::int64_t channel) const;
  Box box(std::int64_t anchor) const;  ///< decoded, of a predictor of this cell
  double best_iou() const { return stages().best_iou[index_]; }

  /// The anchor of a position in a head's mask, as fractions of the image.
  Box anchor(std::int64_t head, std::int64_t position) const;
  double anchor_units(std::int64_t head, bool vertical) const;  ///< how many of the unit that anchors are written in make the image

  std::int64_t truths() const;  ///< of the image
  const Truth& truth(std::int64_t index) const;
  bool holds(const Truth& truth) const;  ///< the truth's centre lies in this cell

 private:
  const HeadStages& stages() const { return stages_[static_cast<std::size_t>(at.head)]; }

  Seen seen_;
  std::vector<HeadStages> stages_;
  TruthBatch truths_;
  std::size_t index_ = 0;
};

double iou(const Box& a, const Box& b);
Box box_of(const Truth& truth);
inline double shape_iou(const Box& a, const Box& b) { return iou({0, 0, a.w, a.h}, {0, 0, b.w, b.h}); }

}  // namespace yologold::explain
