#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "yologold/report.hpp"

namespace yologold::decisions {

/// What a loss decides. Outcomes are whole numbers: a column, a row, an index of Variant::anchors, a predictor of v1, a truth; of all others 0 and 1.
/// right to down are the kinks of an IOU loss: which edge lies inside the truth's, whether the boxes overlap on an axis.
enum class Kind { column, row, anchor, predictor, keeper, above, gate, prior, spared, right, left, bottom, top, across, down };

/// One decision by what it is about; what a kind does not ask for is -1. `spared` asks about all truths of the image together, or about one of them.
struct Question {
  Kind kind{};
  std::int64_t head = -1, image = -1, truth = -1, anchor = -1, y = -1, x = -1;
  std::vector<std::int64_t> cells = {};  ///< where predictions stand for anchors: row and column of the truth in `head`, or in every head
  auto operator<=>(const Question&) const = default;
};

/// The slot that a question is about.
inline Address slot_of(const Question& q) { return {q.head, q.image, q.anchor, 0, q.y, q.x}; }

/// A decision and what separates it from the next one.
struct Decision {
  Question about;
  int winner = 0, runner_up = 0;
  double margin = 0;      ///< between the two quantities that were compared; of a threshold: the quantity minus the threshold
  double radius = 0;      ///< how far the profile's arithmetic may move that difference
  double unit = 0;        ///< the unit roundoff that the radius is for
  std::vector<int> open;  ///< every outcome that a conforming backend may come to, the winner first

  bool ambiguous() const { return open.size() > 1; }

  /// The largest unit roundoff at which the winner is certain, the radius being proportional to it. Infinite where no rounding takes part.
  double holds_up_to() const;
};

/// "best anchor 3 over 4 by 0.12, 4000 times the rounding of this profile (image 0, truth 2)"
std::string describe(const Decision& decision);

/// The margin as a multiple of the radius: "4000".
std::string ratio_text(const Decision& decision);

}  // namespace yologold::decisions
