#pragma once
#include <span>

#include "golden/evaluate.hpp"

namespace yologold {

/// Puts the correctly rounded value in the place of each f64 of an evaluation, and certified decisions in the place of the engine's; notes in
/// evaluation.certificate what it took. False where the inputs have no real loss: the certificate then says why, and the gradients and report are of no use.
/// Error where this build can not, or the arithmetic (f32) does not allow it.
bool certify(const Inputs& inputs, const RunOptions& options, std::span<const HeadView> heads, std::span<const GradientView> gradients, bool all_stages,
             Evaluation& evaluation);

}  // namespace yologold
