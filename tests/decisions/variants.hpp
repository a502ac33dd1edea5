#pragma once
#include "yologold/variant_json.hpp"

namespace yologold::decisions_test {

/// The seed variant of a family with three anchors; v2's in cells, v3's and v4's in pixels of a 416 x 416 image.
inline Variant variant_of(Family family) {
  switch (family) {
    case Family::v1:
      return parse_variant(R"({"family": "v1", "predictors": 2})", "v1");
    case Family::v2:
      return parse_variant(R"({"family": "v2", "anchor_unit": "grid", "anchors": [[1.3221, 1.73145], [3.19275, 4.00944], [5.05587, 8.09892]]})", "v2");
    case Family::v3:
      return parse_variant(R"({"family": "v3", "image": [416, 416], "anchors": [[30, 61], [62, 45], [59, 119]]})", "v3");
    default:
      return parse_variant(R"({"family": "v4", "image": [416, 416], "anchors": [[36, 75], [76, 55], [72, 146]], "scale_xy": [1.1]})", "v4");
  }
}

inline HeadShape shape_of(Family family, std::int64_t side) {
  const bool v1 = family == Family::v1;
  return {1, v1 ? 2 : 3, side, side, 4, v1};
}

}  // namespace yologold::decisions_test
