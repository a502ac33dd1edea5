#pragma once
#include <string>

#include "golden/golden.hpp"

namespace yologold {

/// Writes what a backend reads of a case: inputs.safetensors, truths.json, and case.json with the resolved variant, the layout and the shapes of the heads.
/// The files read like those of a golden, but hold none of its answers.
void write_inputs(const std::string& folder, const std::string& id, const Inputs& inputs);

}  // namespace yologold
