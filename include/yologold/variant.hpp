#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "yologold/choices.hpp"

namespace yologold {

/// Width and height of an anchor, in the variant's anchor_unit.
struct Anchor {
  double w, h;
};

/// A loss as data: which family, which of its named choices, and its numbers. Plain values: it can be printed, hashed into a golden, compared.
/// Members for choices and numbers that do not apply to the family are present and not read.
struct Variant {
  std::string name;  ///< shown in reports; no meaning
  Family family = Family::v3;

#define YG_BEGIN(Type, member, key, v1, v2, v3, v4, doc) Type member{};
#define YG_ENTRY(Type, enumerator, name, formula, doc)
#define YG_END(Type)
#include "yologold/choices.inc"
#undef YG_BEGIN
#undef YG_ENTRY
#undef YG_END

#define YG_NUMBER(member, key, v1, v2, v3, v4, low, high, doc) double member = 0;
#include "yologold/numbers.inc"
#undef YG_NUMBER

  std::int64_t classes = 0;           ///< C; 0: taken from the channels of the heads
  std::int64_t predictors = 2;        ///< B, v1 only
  std::array<double, 2> image{0, 0};  ///< width and height of the network input in pixels; {0, 0}: not known
  AnchorUnit anchor_unit = AnchorUnit::pixel;
  std::vector<Anchor> anchors;          ///< v2-v4: every anchor, of all heads
  std::vector<std::vector<int>> masks;  ///< v2-v4: per head, the indices of its anchors, in channel order
  std::vector<double> scale_xy;         ///< v4: grid sensitivity s >= 1 per head; empty: 1
  std::vector<double> head_weight;      ///< factor of every term of a head; empty: 1
};

/// The source formulas of a family, literally: every choice at its default, every number at its default; no anchors, no masks.
Variant seed(Family family);

}  // namespace yologold
