#include "yologold/truth.hpp"

#include <algorithm>

namespace yologold {

const char* describe(BadTruth::Reason reason) {
  switch (reason) {
    case BadTruth::Reason::not_finite:
      return "a value is not finite";
    case BadTruth::Reason::empty_box:
      return "w or h <= 0";
    case BadTruth::Reason::centre_outside:
      return "centre outside [0, 1]";
    case BadTruth::Reason::class_outside:
      return "class outside [0, C)";
    default:
      return "weight < 0";
  }
}

const BadTruth::Reason* find_fault(const Truth& t, std::int64_t classes) {
  using Reason = BadTruth::Reason;
  static constexpr Reason reasons[] = {Reason::not_finite, Reason::empty_box, Reason::centre_outside, Reason::class_outside, Reason::bad_weight};
  const auto finite = [](double x) { return x - x == 0; };
  const auto known = [classes](std::int32_t c) { return c >= 0 && c < classes; };
  const bool faults[] = {!(finite(t.cx) && finite(t.cy) && finite(t.w) && finite(t.h) && finite(t.weight)), !(t.w > 0 && t.h > 0),
                         !(t.cx >= 0 && t.cx <= 1 && t.cy >= 0 && t.cy <= 1),
                         !(known(t.class_id) && std::all_of(t.more_classes.begin(), t.more_classes.end(), known)), t.weight < 0};
  for (int i = 0; i < 5; ++i)
    if (faults[i]) return &reasons[i];
  return nullptr;
}

}  // namespace yologold
