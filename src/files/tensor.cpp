#include "files/tensor.hpp"

#include <array>
#include <functional>
#include <numeric>

namespace yologold {
namespace {

struct TypeRow {
  const char* name;
  std::size_t size;
};

// In the order of TensorType.
constexpr std::array<TypeRow, 8> rows{{{"u8", 1}, {"i8", 1}, {"i32", 4}, {"i64", 8}, {"f16", 2}, {"bf16", 2}, {"f32", 4}, {"f64", 8}}};

}  // namespace

std::size_t size_of(TensorType type) { return rows[static_cast<std::size_t>(type)].size; }
const char* name_of(TensorType type) { return rows[static_cast<std::size_t>(type)].name; }

std::int64_t Tensor::elements() const { return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>()); }

}  // namespace yologold
