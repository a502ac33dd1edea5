#pragma once
#include "certain/certify_unit.hpp"
#include "certain/kernel_table.hpp"

namespace yologold::certain {

/// The slots of one predictor in one image of one head.
struct Plane {
  std::size_t head;
  std::int64_t image, anchor;
};

/// What the empty slots of a plane add to the loss, scaled, and to the cost.
struct PlaneSums {
  DdBall noobj, cost;
  Certificate certificate;
};

/// Certifies the objectness of the empty slots of a plane and writes the plane's objectness gradient; 0 where a slot is not empty.
PlaneSums certify_plane(const Problem& p, const Assignment& a, const KernelTable& kernels, const Scales<DdBall>& scales, const Plane& plane,
                        const GradientView& gradient);

}  // namespace yologold::certain
