#pragma once
#include <vector>

#include "decisions/comparison.hpp"
#include "decisions/subject.hpp"

namespace yologold::decisions {

/// How well an anchor fits a truth, higher is better, in every unit that a backend may count in.
struct Score {
  struct Fit {
    bounds::Ball over, under, value;  ///< value = over/under
  };
  std::vector<Fit> ways;
};

/// An anchor that a truth may take: its index in Variant::anchors, the head and the position in that head's mask that own it (unowned: head 0, position -1).
struct Candidate {
  int index = 0;
  std::int64_t head = 0, position = -1;
};

/// The IOU of the shapes.
Score shape_score(const Subject& subject, const Truth& truth, const Candidate& candidate);

/// The score of the rule anchor_match; `cell` is the slot of the candidate in the truth's cell.
Score match_score(const Subject& subject, const Truth& truth, const Candidate& candidate, const Address& cell);

/// Whether a is the better one. Quotients of equal exact numbers are equal in every arithmetic.
Comparison better(const Score& a, const Score& b);

/// Whether a exceeds a threshold.
Comparison exceeds(const Score& a, double threshold);

}  // namespace yologold::decisions
