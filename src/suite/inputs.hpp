#pragma once
#include <string>
#include <vector>

#include "files/tensor.hpp"
#include "files/truth_files.hpp"
#include "suite/suite.hpp"
#include "yologold/variant.hpp"

namespace yologold {

/// Everything one evaluation reads.
struct Inputs {
  Variant variant;
  LayoutName layout = LayoutName::nchw;
  std::vector<HeadShape> shapes;
  std::vector<Tensor> heads;  ///< f32 or f64, in the layout
  TruthBatch truths;
};

/// Loads the variant of a case and makes or reads its heads and truths.
/// @param data  the folder that ${data} stands for in file names; "" where none is given
Inputs make_inputs(const Suite& suite, const Case& one, const std::string& data);

/// Whether a case reads files from the folder that ${data} stands for.
bool reads_data(const Case& one);

/// Predictors of a head: v1 the variant's, else the length of its mask; without masks one head owns every anchor.
std::int64_t predictors_of(const Variant& variant, std::size_t head, std::size_t heads);

}  // namespace yologold
