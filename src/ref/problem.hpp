#pragma once
#include <span>
#include <vector>

#include "ref/scalar.hpp"
#include "yologold/head_view.hpp"
#include "yologold/report.hpp"
#include "yologold/truth.hpp"
#include "yologold/variant.hpp"

namespace yologold::ref {

/// A truth that can take part. Centre and size are fractions of the image.
template <class T>
struct Object {
  T x, y, w, h, weight;
  std::vector<std::int32_t> classes;
  std::int32_t index = 0;  ///< within its image
  bool flagged = false;

  bool holds(std::int32_t id) const;
};

/// One predictor of one cell. anchor: position in the head's mask (v1: predictor).
struct Slot {
  int head = 0;
  std::int64_t image = 0, anchor = 0, y = 0, x = 0;
};

/// The cell of a truth's centre in a head, and where in the cell the centre lies.
template <class T>
struct Place {
  std::int64_t y = 0, x = 0;
  T off_x, off_y;
};

/// Everything a loss is computed from, widened exactly.
template <class T>
struct Problem {
  Variant variant;  ///< masks, scale_xy and head_weight filled in
  std::vector<HeadShape> shapes;
  std::vector<std::vector<T>> logits;           ///< per head, as layout nchw
  std::vector<std::vector<Object<T>>> objects;  ///< per image
  std::vector<BadTruth> bad_truths;
  std::int64_t images = 0;

  Problem(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, const Truths& truths);
  Problem(const Problem&) = delete;
  Problem& operator=(const Problem&) = delete;

  int heads() const { return static_cast<int>(shapes.size()); }
  bool is(Family family) const { return variant.family == family; }
  const Anchor& anchor(const Slot& slot) const {
    return variant.anchors[static_cast<std::size_t>(variant.masks[static_cast<std::size_t>(slot.head)][static_cast<std::size_t>(slot.anchor)])];
  }

  /// Where channel k of a slot stands in logits[slot.head]: 0-3 tx ty tw th, 4 to, 5+c class c (v1: of the slot's cell).
  std::size_t element(const Slot& slot, std::int64_t k) const;
  const T& logit(const Slot& slot, std::int64_t k) const { return logits[static_cast<std::size_t>(slot.head)][element(slot, k)]; }
  Place<T> place(const Object<T>& object, int head) const;
};

extern template struct Problem<double>;
extern template struct Problem<Real>;

}  // namespace yologold::ref
