#pragma once
#include <initializer_list>
#include <span>

#include "bounds/ball.hpp"

namespace yologold::bounds {

/// A sum of many balls, added in any order: sum e + h u sum (|v| + e), h the additions one addend passes through at most.
class Sum {
 public:
  explicit Sum(const Arithmetic& arithmetic) : in_(&arithmetic) {}

  void add(const Ball& a);
  Ball value() const;

 private:
  const Arithmetic* in_;
  double v_ = 0, low_ = 0, e_ = 0, size_ = 0;  // v_ + low_: the values, compensated
  long count_ = 0;
};

/// A short sum in the compute format, in any order.
Ball sum(std::span<const Ball> addends);
inline Ball sum(std::initializer_list<Ball> addends) { return sum(std::span(addends.begin(), addends.size())); }

}  // namespace yologold::bounds
