#pragma once
#include <string>
#include <vector>

#include "compute_options.hpp"
#include "suite/inputs.hpp"

namespace yologold::tools {

/// The options of the verb loss.
struct LossOptions {
  std::string variant, truths, anchors, masks, image, layout = "nchw", grid, folder;
  std::vector<std::string> heads, set;
  int classes = 0;
  ComputeOptions compute;
  bool stages = false, json = false;
};

/// Loads variant, heads and truths, and finds the shapes.
Inputs read_loss_inputs(const LossOptions& options);

}  // namespace yologold::tools
