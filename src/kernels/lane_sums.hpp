#pragma once
#include "lane/compensated.hpp"

namespace yologold::kernels {

/// A sum in f64 over 8 virtual lanes (element i in lane i mod 8), each compensated; the lanes are joined 0 with 4, 1 with 5, ...
/// The same order on every ISA: a lane never depends on the width of a register.
struct LaneSums {
  alignas(64) double sum[8] = {}, lost[8] = {};

  YG_INLINE lane::Compensated<double> at(std::size_t lane) const { return {sum[lane], lost[lane]}; }
  YG_INLINE void add(std::size_t lane, double x) {
    auto one = at(lane);
    one.add(x);
    sum[lane] = one.sum, lost[lane] = one.lost;
  }
  /// Joins the lanes, once.
  YG_INLINE double join() {
    for (std::size_t half = 4; half > 0; half /= 2) {
      for (std::size_t j = 0; j < half; ++j) add(j, sum[j + half]);
      for (std::size_t j = 0; j < half; ++j) add(j, at(j + half).rest());
    }
    return at(0).value();
  }
};

}  // namespace yologold::kernels
