#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "files/tensor.hpp"

namespace yologold {

/// The bytes of a dense tensor. Nothing where a dimension is negative, or where the product of the dimensions other than 0 and the item size leaves 63 bits.
std::optional<std::uint64_t> bytes_of(std::span<const std::int64_t> shape, TensorType type);

/// "(3, 4)", "(3,)", "()": as Python prints a tuple.
std::string print_shape(std::span<const std::int64_t> shape);

/// Throws Error where a tensor's bytes are not those of its shape.
void check_whole(const Tensor& tensor, const std::string& where);

}  // namespace yologold
