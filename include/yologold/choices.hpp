#pragma once

namespace yologold {

// One enum class a choice, from the catalogue; enumerators stand in the catalogue's order.
#define YG_BEGIN(Type, member, key, v1, v2, v3, v4, doc) enum class Type {
#define YG_ENTRY(Type, enumerator, name, formula, doc) enumerator,
#define YG_END(Type) \
  }                  \
  ;
#include "yologold/choices.inc"
#undef YG_BEGIN
#undef YG_ENTRY
#undef YG_END

/// The four YOLO losses.
enum class Family { v1, v2, v3, v4 };

/// The unit in which anchors are written down.
enum class AnchorUnit { pixel, grid, image };

}  // namespace yologold
