#pragma once
#include "evidence.hpp"

namespace yologold::test {

/// Makes of every value of the golden change(value, head shape, plane, cell), and plants it.
template <class Change>
void spoil_planes(Scene& scene, Change change) {
  Field field = dense(scene.golden);
  for (std::size_t k = 0; k < field.size(); ++k) {
    const HeadShape& s = scene.setting.shapes[k];
    for (const Plane& p : planes_of(s))
      for (std::int64_t i = 0; i < s.h * s.w; ++i) {
        double& g = field[k][p.begin + static_cast<std::size_t>(i)];
        g = change(g, s, p, i);
      }
  }
  plant(scene, field);
}

}  // namespace yologold::test
