#pragma once
#include <string>
#include <vector>

#include "golden/golden.hpp"

namespace yologold {

/// What a backend wrote for one case: the tensors of gradient-K.npy, actual.safetensors and golden.safetensors, as f16, bf16, f32 or f64.
struct Actual {
  Tensors tensors;
  std::vector<std::string> files;  ///< that were read
};

/// Reads the files of a case's folder. Error where a file can not be read or a tensor is given twice; a missing folder is an empty Actual.
Actual read_actual(const std::string& folder, const std::string& id);

}  // namespace yologold
