#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "yologold/head_view.hpp"
#include "yologold/variant.hpp"

namespace yologold {

/// One anchor of a head, in every unit that a stage asks for.
struct HeadAnchor {
  int index;                ///< in Variant::anchors
  double w_image, h_image;  ///< fractions of the image
  double w_cells, h_cells;
  double ln_w, ln_h;  ///< of w_cells, h_cells
};

/// A head as the engine sees it.
struct HeadModel {
  HeadShape shape;
  std::vector<HeadAnchor> anchors;  ///< empty in v1
  double scale_xy = 1, weight = 1;
  double unit_x = 1, unit_y = 1;  ///< one cell in the unit of the box or size loss
  std::int64_t first_slot = 0;    ///< slots of all heads are numbered through: head, image, anchor, row, column

  std::int64_t cells() const { return shape.h * shape.w; }
  std::int64_t slot(std::int64_t image, std::int64_t anchor, std::int64_t cell) const { return first_slot + (image * shape.a + anchor) * cells() + cell; }
};

/// A variant bound to head shapes: every default filled in, every unit resolved. Immutable.
struct Model {
  Variant variant;
  std::vector<HeadModel> heads;
  std::vector<HeadAnchor> anchors;                             ///< all that compete, in the order of the list
  std::int64_t images = 0, slots = 0, classes = 0, owned = 0;  ///< owned: anchors of all masks

  bool squared_coord() const;  ///< the coordinate term is a sum of squares
  bool squared_objectness() const { return variant.family == Family::v1 || variant.family == Family::v2; }
  bool delta() const { return variant.gradient == Gradient::darknet_delta; }
};

/// Throws Error where variant and shapes do not fit together.
Model make_model(const Variant& variant, std::span<const HeadShape> heads);

}  // namespace yologold
