#pragma once
#include <optional>
#include <vector>

#include "files/tensor.hpp"
#include "golden/tier.hpp"
#include "json/json.hpp"
#include "suite/inputs.hpp"
#include "yologold/engine.hpp"

namespace yologold {

/// What one evaluation computed.
struct Evaluation {
  Variant variant;  ///< as resolved
  Report report;
  std::vector<Tensor> gradients;   ///< in the layout and shape of the heads
  std::vector<HeadStages> stages;  ///< empty unless asked for
  Tier tier = Tier::fast;
  Json certificate;  ///< of the certified tier: what each tensor took
};

/// Runs the engine on inputs; in the certified tier every f64 is then replaced by the correctly rounded one. Error where the variant refuses bad truths and
/// there are some.
/// @param gradient_type  f32 or f64; nothing: that of the head
/// @param certify_stages  of the certified tier: the intermediates too, not only roles and truths
Evaluation evaluate(const Inputs& inputs, const RunOptions& options, std::optional<TensorType> gradient_type, bool stages, Tier tier = Tier::fast,
                    bool certify_stages = false);

}  // namespace yologold
