#pragma once
#include <cmath>
#include <limits>

#include "bounds/ball.hpp"

namespace yologold::decisions {

/// a > b of two quantities: their difference, and how far a backend's may be from it.
struct Comparison {
  double margin = 0, radius = 0;

  /// The margin in radii: above 1 it holds in every conforming backend, below -1 in none. What is exact and equal is not above.
  double strength() const {
    if (radius == 0) return margin > 0 ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
    return std::isinf(radius) ? 0 : margin / radius;
  }
  bool open() const { return std::abs(strength()) <= 1; }
};

/// What is not a number stands as 0, of which nothing is known.
inline Comparison above(const bounds::Ball& a, const bounds::Ball& b) {
  const auto known = [](double v) { return std::isnan(v) ? 0 : v; };
  return {known(a.v) - known(b.v), a.e + b.e};
}

/// Two ways to the same comparison: the one that proves less.
inline Comparison weaker(const Comparison& a, const Comparison& b) { return std::abs(b.strength()) < std::abs(a.strength()) ? b : a; }

// A condition of several comparisons stands and falls with one of them.
inline bool stronger(const Comparison& a, const Comparison& b) { return a.strength() != b.strength() ? a.strength() > b.strength() : a.margin > b.margin; }
inline Comparison either_of(const Comparison& a, const Comparison& b) { return stronger(b, a) ? b : a; }
inline Comparison both_of(const Comparison& a, const Comparison& b) { return stronger(a, b) ? b : a; }

}  // namespace yologold::decisions
