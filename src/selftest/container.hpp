#pragma once
#include <vector>

#include "bounds/format.hpp"
#include "files/tensor.hpp"

namespace yologold::selftest {

/// The type of a tensor in whose files the numbers of a format are stored: f16, bf16 and f64 in their own, all others in f32.
TensorType container_of(const bounds::Format& format);

/// Values as a file holds them: each rounded to the nearest number of the format.
Tensor contain(const bounds::Format& format, const std::vector<std::int64_t>& shape, const std::vector<double>& values);

}  // namespace yologold::selftest
