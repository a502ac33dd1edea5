#pragma once
#include "bounds/arithmetic.hpp"

namespace yologold::bounds {

/// A value and how far from it a conforming backend's may lie: |backend - v| <= e. v is computed in f64; e pays for that too.
/// v is NaN, and e infinite, where a NaN among the raw outputs reaches a value in every arithmetic; {0, infinity} where nothing is known.
/// Every operator rounds once in the compute format of `in`; multiplying by a power of two is exact.
struct Ball {
  double v = 0, e = 0;
  const Arithmetic* in = nullptr;
};

Ball operator+(const Ball& a, const Ball& b);
Ball operator-(const Ball& a, const Ball& b);
Ball operator*(const Ball& a, const Ball& b);
Ball operator/(const Ball& a, const Ball& b);
Ball operator-(const Ball& a);
Ball operator*(double power_of_two, const Ball& a);

Ball exp(const Ball& a);
Ball log(const Ball& a);
Ball log1p(const Ball& a);
Ball sqrt(const Ball& a);
Ball atan(const Ball& a);
Ball abs(const Ball& a);
Ball least(const Ball& a, const Ball& b);
Ball most(const Ball& a, const Ball& b);

/// 1 where a < b, `tie` where they are equal, else 0. Where the balls overlap a backend may decide otherwise, and e says so; on a branch it is one side.
Ball below(const Ball& a, const Ball& b, double tie);

/// selector * a for a selector in [-1, 1]: a choice, not a rounded product.
Ball gate(const Ball& selector, const Ball& a);

/// The same number after `times` further roundings, of a backend that takes another way to it.
Ball blur(const Ball& a, int times);

/// One quantity by two orders of the same operations: the larger error of the two, around the first value.
Ball widest(const Ball& a, const Ball& b);

/// What the admissible shapes make of one quantity: the largest error of them, around the centred value.
Ball either(const Ball& corner, const Ball& centred);

}  // namespace yologold::bounds
