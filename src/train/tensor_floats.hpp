#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "files/tensor.hpp"

namespace yologold {

/// A copy of floats as a tensor.
Tensor tensor_of(std::span<const float> values, std::vector<std::int64_t> shape);

/// One whole number as a tensor of no axes.
Tensor tensor_of(std::int64_t value);

/// Copies an f32 tensor of as many elements; Error naming it where it is missing or otherwise.
void copy_floats(const Tensors& tensors, const std::string& name, std::span<float> to);

/// Reads what tensor_of wrote of a whole number.
std::int64_t whole_of(const Tensors& tensors, const std::string& name);

}  // namespace yologold
