#pragma once
#include <optional>
#include <vector>

#include "files/tensor.hpp"
#include "suite/inputs.hpp"
#include "yologold/engine.hpp"

namespace yologold {

/// What one evaluation computed.
struct Evaluation {
  Variant variant;  ///< as resolved
  Report report;
  std::vector<Tensor> gradients;   ///< in the layout and shape of the heads
  std::vector<HeadStages> stages;  ///< empty unless asked for
};

/// Runs the engine on inputs. Error where the variant refuses bad truths and there are some.
/// @param gradient_type  f32 or f64; nothing: that of the head
Evaluation evaluate(const Inputs& inputs, const RunOptions& options, std::optional<TensorType> gradient_type, bool stages);

}  // namespace yologold
