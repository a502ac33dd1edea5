#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "yologold/head_view.hpp"
#include "yologold/variant.hpp"

namespace yologold {

/// One labelled object. Centre and size are fractions of the image.
/// Its cell in a head: column floor(cx W), row floor(cy H) of the exact products; a centre at exactly 1 belongs to the last cell.
struct Truth {
  double cx = 0, cy = 0, w = 0, h = 0;
  std::int32_t class_id = 0;
  bool ignore = false;                           ///< crowd or difficult: no part in the loss, and predictions that overlap it are not punished
  double weight = 1;                             ///< factor of every loss of the object (mixup)
  std::span<const std::int32_t> more_classes{};  ///< further class ids of a multi-label object; owned by the caller
};

/// The truths of a batch: image i owns all[first[i]] .. all[first[i + 1] - 1]. first has one entry more than there are images.
struct Truths {
  std::span<const Truth> all;
  std::span<const std::int64_t> first;
};

/// A truth that can not take part, and why.
struct BadTruth {
  std::int64_t image = 0, index = 0;  ///< index within its image
  enum class Reason { not_finite, empty_box, centre_outside, class_outside, bad_weight } reason{};
  bool operator==(const BadTruth&) const = default;
};

/// A reason in words: "w or h <= 0", ...
const char* describe(BadTruth::Reason reason);

/// Nothing where the truth is good for a loss over `classes` classes, else the first reason against it.
/// Checked in this order: a value that is not finite, w or h <= 0, centre outside [0, 1], any class outside [0, classes), weight < 0.
const BadTruth::Reason* find_fault(const Truth& truth, std::int64_t classes);

}  // namespace yologold
