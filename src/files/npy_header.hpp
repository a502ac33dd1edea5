#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "files/bytes.hpp"
#include "files/tensor.hpp"

namespace yologold {

/// What the start of a .npy says, checked.
struct NpyHeader {
  TensorType type = TensorType::f32;
  std::vector<std::int64_t> shape;
  std::size_t offset = 0;  ///< of the data
  std::size_t bytes = 0;   ///< of the data
};

/// The longest start of a .npy, in bytes, that parse_npy_header wants to see: magic, version, length and a header of 64 KiB.
inline constexpr std::size_t npy_start_limit = 12 + 65536;

/// @param start   the file's first npy_start_limit bytes, or all of it
/// @param length  how long the file is; data and length must fit together
NpyHeader parse_npy_header(Bytes start, std::size_t length, const std::string& where);

/// The name numpy has for a type ("<f4"); nullptr for bf16, which it has not.
const char* npy_descr(TensorType type);

}  // namespace yologold
