#pragma once
#include <string>

#include "certain/class_vector.hpp"
#include "certain/dense.hpp"

namespace yologold::certain {

/// The kernels of one ISA; `delta`: darknet's.
struct KernelTable {
  const char* name;
  DenseKernel dense[3], dense_delta[3];  ///< by DenseTerm
  ClassKernel classes[3];                ///< by ClassTerm; of softmax the gradient
  ClassKernel softmax_delta;
  RoundKernel round;
};

/// By name; "" is the best, capped by the environment variable YOLOGOLD_ISA. The bits do not depend on it.
const KernelTable& choose_kernels(const std::string& isa);

}  // namespace yologold::certain
