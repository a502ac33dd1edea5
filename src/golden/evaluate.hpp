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
  std::vector<Tensor> gradients;               ///< in the layout and shape of the heads
  std::vector<HeadStages> stages;              ///< empty unless asked for
  Tier asked = Tier::fast, tier = Tier::fast;  ///< asked for; and what it is: inputs without a real loss can not be certified
  Json certificate;                            ///< where certified was asked for: what each tensor took, or why it is not
};

/// Runs the engine on inputs; in the certified tier every f64 is then replaced by the correctly rounded one, unless the inputs have no real loss
/// (a logit that is not finite). Error where the variant refuses bad truths and there are some.
/// @param gradient_type  f32 or f64; nothing: that of the head
/// @param certify_stages  of the certified tier: the intermediates too, not only roles and truths
Evaluation evaluate(const Inputs& inputs, const RunOptions& options, std::optional<TensorType> gradient_type, bool stages, Tier tier = Tier::fast,
                    bool certify_stages = false);

}  // namespace yologold
