#pragma once
#include <cstddef>
#include <vector>

namespace yologold::bounds {

/// One way through the kinks of a box loss: one shape, and one side wherever rounding leaves the side open. next() goes through all ways.
class Branch {
 public:
  bool corner() const { return corner_; }
  bool met() const { return met_ > 0; }  ///< an open kink since the last restart

  /// The derivative of min or max at the next open kink: 0, 1, or what it is where both are equal.
  double side(double tie);

  /// Begins anew on the next way; false where there is no other.
  bool next();

  /// Begins anew with the first way of a shape.
  void start(bool corner);

 private:
  bool corner_ = false;
  std::vector<int> sides_;
  std::size_t met_ = 0;
};

}  // namespace yologold::bounds
