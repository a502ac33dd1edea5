#pragma once
#include <array>
#include <optional>

#include "bounds/bounds.hpp"
#include "judge/compare.hpp"

namespace yologold {

/// What the kinks of the box losses came to: at equal edges and touching boxes rounding may decide for either side of min or max.
struct Kinks {
  std::optional<GoldenCase> golden;  ///< with the derivatives of the sides that the backend took; nothing where they all are the golden's
  std::int64_t slots = 0;            ///< in which they are not
};

/// Narrows the bounds of every slot with an open kink to the way through its kinks that the backend agrees with best, all derivatives of the box together.
/// The golden's own way is kept where the backend agrees with it.
Kinks settle_kinks(const GoldenCase& golden, const Actual& actual, const Profile& profile, bounds::Bounds& bounds);

/// The way through the open kinks of one slot that its derivatives by tx ty tw th are held against.
struct KinkWay {
  std::array<bounds::Bound, 4> slopes;
  std::array<bounds::Branch, 4> branches;  ///< the ways on which each derivative has the error of its bound
  bool golden = true;                      ///< the golden's; else the one that the backend agrees with
};

/// Of the slot of an address; nothing where no kink is open there.
/// @param gradient  of its head: what a backend wrote, or the golden's own
std::optional<KinkWay> find_kink_way(const GoldenCase& golden, const Tensor& gradient, const bounds::NumericProfile& profile, const Address& at);

}  // namespace yologold
