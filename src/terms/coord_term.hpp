#pragma once
#include "engine/work.hpp"
#include "terms/difference.hpp"

namespace yologold::terms {

/// The coordinate term of one pair: value and gradient with respect to tx ty tw th, before lambda and weight.
template <class T>
struct CoordTerm {
  T value{};
  T slope[4]{};
};

/// The sum of four squares.
template <class T>
CoordTerm<T> add_squares(const Difference<T> (&d)[4], bool delta) {
  CoordTerm<T> term;
  for (int k = 0; k < 4; ++k) {
    const auto r = squared(d[k], delta);
    term.value += r.value;
    term.slope[k] = r.slope;
  }
  return term;
}

}  // namespace yologold::terms
