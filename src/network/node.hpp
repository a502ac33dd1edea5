#pragma once
#include <vector>

#include "network/memories.hpp"
#include "network/network.hpp"
#include "network/ranks.hpp"

namespace yologold {

/// What a layer gives, [n, c, h, w], in the layout that oneDNN likes there, and in training its gradient.
struct Feature {
  FeatureShape shape;
  memory value, gradient;
  bool given = false;     ///< the gradient has a part already; the next one is added to it
  bool is_input = false;  ///< the network's: its gradient is computed only where a pass asks for it

  memory::desc desc() const { return value.get_desc(); }
};

/// The numbers of one layer; what it has not is empty.
struct LayerParameters {
  Parameter weights, biases, scales, mean, variance;
  std::vector<double> means, squares;  ///< CmBN: sums over the mini-batches of the batch so far, of the means of x and x^2
};

/// What one pass needs.
struct Pass {
  const dnnl::stream& stream;
  ForwardOptions forward{};
  BackwardOptions backward{};
};

/// One layer, prepared for a shape and a mode.
class Node {
 public:
  virtual ~Node() = default;
  virtual void forward(const Pass& pass) = 0;
  virtual void backward(const Pass& pass) = 0;  ///< from the gradient of what it gave to those of its inputs and of its parameters
};

inline void run_all(const std::vector<Op>& ops, const Pass& pass) {
  for (const Op& op : ops) op.run(pass.stream);
}

/// What nodes are made from.
struct Build {
  int n = 0;
  Mode mode = Mode::infer;
  const BatchNormConfig& batch_norm;
  Memories& memories;
  const Ranks& ranks = one_rank;

  bool trains() const { return mode == Mode::train; }
  memory::dims dims(const FeatureShape& shape) const { return {n, shape.c, shape.h, shape.w}; }

  /// A feature in memory of its own, with a gradient in training.
  void give(Feature& feature, const memory::desc& desc) const {
    feature.value = memories.own(desc);
    if (trains()) feature.gradient = memories.own(desc);
  }

  /// A primitive with its arguments and scratch memory.
  Op op(const dnnl::primitive_desc_base& pd, std::unordered_map<int, memory> arguments) const;

  Op copy(const memory& from, const memory& to) const;  ///< into another layout
  Op add(const memory& from, const memory& to) const;   ///< to += from

  /// out = a algorithm b; out and a look alike, b may have dimensions of 1.
  Op binary(dnnl::algorithm algorithm, const memory& a, const memory& b, const memory& out) const;

  /// The same values in the wanted layout; `before` must run first. In memory of its own where no slab is named.
  memory as(std::vector<Op>& before, const memory& from, const memory::desc& wanted, Shared slab = Shared::count) const;
};

}  // namespace yologold
