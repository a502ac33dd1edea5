#pragma once
#include "network/node.hpp"

namespace yologold {

/// The way of a gradient back to the feature it belongs to. The first part that arrives is written, those after it are added; one that is not wanted is not
/// computed.
class Edge {
 public:
  Edge() = default;

  /// @param part  how the parts look that a primitive writes
  Edge(const Build& build, Feature& to, const memory::desc& part);

  /// @param part  where the part stands already
  Edge(const Build& build, Feature& to, const memory& part);

  /// Runs a primitive that writes the part as `argument`.
  void run(Op& op, int argument, const Pass& pass);

  /// Delivers the part that stands in its memory.
  void deliver(const Pass& pass);

  bool wanted(const Pass& pass) const { return !to_->is_input || pass.backward.input; }
  const memory& part() const { return part_; }

 private:
  Feature* to_ = nullptr;
  memory part_;
  bool direct_ = false;  ///< the part looks like the gradient
  Op copy_, add_;
};

}  // namespace yologold
