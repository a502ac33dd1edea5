#pragma once
#include "network/node.hpp"

namespace yologold {

/// The eltwise algorithm of a nonlinearity with its slope below 0; not for linear.
struct Eltwise {
  dnnl::algorithm algorithm;
  float alpha;
};
Eltwise eltwise_of(Nonlinearity nonlinearity);

/// Applies a nonlinearity, and in training goes back through it.
class Activate {
 public:
  Activate() = default;
  Activate(const Build& build, Nonlinearity nonlinearity, const memory& in, Feature& out);

  /// Whether `in` must still hold its values when the gradient comes; else it may be the memory of the output.
  static bool needs_input(Nonlinearity nonlinearity) { return nonlinearity == Nonlinearity::mish; }

  void forward(const Pass& pass) const;
  void backward(const Pass& pass) const;  ///< turns the output's gradient, in its place, into that of the input

 private:
  Op forward_, backward_;
};

}  // namespace yologold
