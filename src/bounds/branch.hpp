#pragma once
#include <cstddef>
#include <vector>

namespace yologold::bounds {

/// One way through the kinks of a slot's IOUs: one shape, and one side wherever rounding leaves the side open. next() goes through all ways.
class Branch {
 public:
  bool corner() const { return corner_; }
  bool met() const { return met_ > 0; }  ///< an open kink since the last restart

  /// The derivative of min or max at the next kink: 0, 1, or what it is where both are equal.
  /// @param open     rounding leaves the side open
  /// @param decided  the derivative where it does not
  double at_kink(bool open, double decided, double tie);

  /// Begins anew on the next way; false where there is no other.
  bool next();

  /// Begins anew with the first way of a shape.
  void start(bool corner);

  /// The way that was just gone, to go once more: every kink falls as it did, whatever an arithmetic with fewer errors leaves open.
  Branch retraced() const;

 private:
  double side(double tie);

  bool corner_ = false, retracing_ = false;
  std::vector<int> sides_;
  std::size_t met_ = 0, passed_ = 0;
  std::vector<double> taken_;  // at every kink, open or not
};

}  // namespace yologold::bounds
