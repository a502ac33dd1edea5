#pragma once
#include <span>
#include <vector>

#include "engine/element.hpp"
#include "engine/model.hpp"
#include "yologold/report.hpp"
#include "yologold/truth.hpp"

namespace yologold::certain {

/// A truth that can take part.
struct Object {
  const Truth* truth;
  std::int32_t image, index;
};

/// One predictor of one cell.
struct Slot {
  std::size_t head = 0;
  std::int64_t image = 0, anchor = 0, y = 0, x = 0;
};

/// Everything a loss is computed from, as it was given: no number here was rounded.
struct Problem {
  Model model;
  std::span<const HeadView> heads;
  std::vector<std::vector<Object>> objects, flagged;  ///< per image

  Problem(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, const Truths& truths);

  const Variant& variant() const { return model.variant; }
  bool is(Family family) const { return model.variant.family == family; }
  const HeadShape& shape(const Slot& s) const { return model.heads[s.head].shape; }
  std::int64_t index(const Slot& s) const { return model.heads[s.head].slot(s.image, s.anchor, s.y * shape(s).w + s.x); }
  Slot slot_at(std::size_t head, std::int64_t index) const;  ///< of a slot of that head
  const Anchor& anchor(const Slot& s) const { return variant().anchors[static_cast<std::size_t>(variant().masks[s.head][static_cast<std::size_t>(s.anchor)])]; }

  double box_logit(const Slot& s, int k) const { return read<double>(heads[s.head], heads[s.head].layout.box.at(s.image, s.anchor, k, s.y, s.x)); }
  double objectness_logit(const Slot& s) const { return read<double>(heads[s.head], heads[s.head].layout.objectness.at(s.image, s.anchor, 0, s.y, s.x)); }
  double class_logit(const Slot& s, std::int64_t c) const {
    return read<double>(heads[s.head], heads[s.head].layout.classes.at(s.image, s.anchor, c, s.y, s.x));
  }

  /// The slot of predictor 0 in the cell of a truth.
  Slot cell_of(const Object& object, std::size_t head) const;
};

}  // namespace yologold::certain
