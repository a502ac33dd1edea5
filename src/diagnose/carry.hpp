#pragma once
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "diagnose/scene.hpp"

namespace yologold {

/// Changes every listed value of a gradient, and carries its slack along: both ends of what a backend may hold, and the rounding of what is stored.
/// @param change  double(double value, std::size_t head, std::size_t at), monotone in the value; leaves 0 alone
template <class Change>
void change_values(Prediction& p, const Scene& scene, Change&& change) {
  p.settle();
  const double unit = p.bounded ? scene.profile->numeric->stored.unit() : 0;
  for (std::size_t k = 0; k < p.heads.size(); ++k)
    for (Element& e : p.heads[k]) {
      const double value = change(e.value, k, e.at);
      if (p.bounded) {
        const double most = change(e.value + e.slack, k, e.at), least = change(e.value - e.slack, k, e.at);
        double slack = std::max(std::abs(most - value), std::abs(least - value)) + unit * std::abs(value);
        if (std::isnan(slack)) slack = std::numeric_limits<double>::infinity();
        e.slack = slack;
      }
      e.value = value;
    }
}

/// Gives every element of a head that takes the value of one.
using Targets = std::function<void(const HeadShape&, const Plane& plane, std::int64_t y, std::int64_t x, std::vector<std::ptrdiff_t>& to)>;

/// Writes every value elsewhere; what is outside the head is lost, and where none goes is 0.
void move_values(Prediction& p, const Scene& scene, const Targets& targets);

/// The place in the plane of the transposed grid.
void to_transposed(const HeadShape& shape, const Plane& plane, std::int64_t y, std::int64_t x, std::vector<std::ptrdiff_t>& to);

/// Writes the gradient in one layout into memory that is read in that of the setting.
void write_as(Prediction& p, const Scene& scene, LayoutName wrong);

}  // namespace yologold
