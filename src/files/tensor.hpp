#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace yologold {

enum class TensorType { u8, i8, i32, i64, f16, bf16, f32, f64 };

std::size_t size_of(TensorType type);
const char* name_of(TensorType type);  // "u8", ..., "bf16", ...

/// A dense tensor in C order, little-endian, owned.
struct Tensor {
  TensorType type = TensorType::f32;
  std::vector<std::int64_t> shape;
  std::vector<std::byte> bytes;

  std::int64_t elements() const;
};

using Tensors = std::map<std::string, Tensor>;  ///< by name

/// f16 and bf16 become f32, exactly; f32 and f64 stay; u8, i8, i32 become f64, exactly; i64 too where every value is exact, else Error.
Tensor widen(Tensor tensor);

}  // namespace yologold
