#pragma once
#include <optional>
#include <string>
#include <vector>

#include "judge/compare.hpp"

namespace yologold {

/// Slots about which nothing is decided: too many open decisions hang together there.
struct OpenSlots {
  std::vector<std::vector<std::uint8_t>> slots;  ///< per head, [N, A, H, W]
  std::vector<std::uint8_t> images;              ///< that hold one

  bool any() const;
  bool has(std::int64_t head, std::size_t slot) const { return !slots.empty() && slots[static_cast<std::size_t>(head)][slot] != 0; }
};

/// A truth that a backend has in another column or row of a head than the golden, and the centre on that axis that lies there.
struct MovedTruth {
  std::int64_t image = 0, truth = 0;
  double Truth::*centre = nullptr;
  double to = 0;
};

/// What became of the decisions that touch failing slots.
struct Alternatives {
  std::optional<GoldenCase> golden;  ///< with the outcomes that the backend came to, all within rounding; nothing where it came to no other
  OpenSlots open;
  std::vector<MovedTruth> moved;
  DecisionReport report;
};

/// Looks for the assignment that a backend came to where rounding leaves it open, whether or not all its numbers are right.
/// @param suspects  elements that fail, and slots whose role or truth differs
Alternatives find_alternatives(const GoldenCase& golden, const Actual& actual, const Profile& profile, const std::vector<Address>& suspects);

/// A golden with some of its truths moved.
GoldenCase with_moved_truths(GoldenCase golden, const std::vector<MovedTruth>& moved);

/// Counts the decisions about the truths of a golden, and names the closest ones.
void survey_decisions(const GoldenCase& golden, const Profile& profile, DecisionReport& report);

}  // namespace yologold
