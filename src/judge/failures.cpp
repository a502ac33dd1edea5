#include "judge/failures.hpp"

#include <algorithm>

namespace yologold {
namespace {

constexpr std::size_t least_room = 4096;  // elements between two sortings

}  // namespace

Failures::Failures(std::size_t top) : top_(top), room_(top + std::max(top, least_room)) {}

void Failures::add(const Difference& d) {
  patterns_.add(d);
  kept_.push_back(d);
  if (kept_.size() == room_) cut();
}

void Failures::cut() {
  std::stable_sort(kept_.begin(), kept_.end(), [](const Difference& a, const Difference& b) { return a.excess > b.excess; });
  kept_.resize(std::min(kept_.size(), top_));
}

std::vector<Difference> Failures::worst() {
  cut();
  return std::move(kept_);
}

}  // namespace yologold
