#include <bit>
#include <cstring>

#include "files/bytes.hpp"
#include "files/half.hpp"
#include "files/shape.hpp"
#include "files/tensor.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

template <class From, class To, class Convert>
Tensor convert(const Tensor& tensor, TensorType type, const Convert& exactly) {
  Tensor wide{type, tensor.shape, {}};
  const std::size_t count = tensor.bytes.size() / sizeof(From);
  wide.bytes.resize(count * sizeof(To));
  for (std::size_t i = 0; i < count; ++i) {
    const To value = exactly(load<From>(tensor.bytes, i * sizeof(From)), i);
    std::memcpy(wide.bytes.data() + i * sizeof(To), &value, sizeof value);
  }
  return wide;
}

template <class Int>
double to_f64(Int value, std::size_t) {
  return static_cast<double>(value);
}

/// An integer is an f64 exactly where its significant bits, from the highest to the lowest that is set, are at most 53.
double to_f64_if_exact(std::int64_t value, std::size_t index) {
  const std::uint64_t magnitude = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  if (magnitude != 0 && std::bit_width(magnitude >> std::countr_zero(magnitude)) > 53)
    throw Error("element " + std::to_string(index), std::to_string(value) + " has no exact f64", "integers of at most 53 significant bits");
  return static_cast<double>(value);
}

}  // namespace

Tensor widen(Tensor tensor) {
  check_whole(tensor, "widen");
  switch (tensor.type) {
    case TensorType::f16:
      return convert<std::uint16_t, std::uint32_t>(tensor, TensorType::f32, [](std::uint16_t half, std::size_t) { return widen_f16(half); });
    case TensorType::bf16:
      return convert<std::uint16_t, std::uint32_t>(tensor, TensorType::f32, [](std::uint16_t half, std::size_t) { return widen_bf16(half); });
    case TensorType::u8:
      return convert<std::uint8_t, double>(tensor, TensorType::f64, to_f64<std::uint8_t>);
    case TensorType::i8:
      return convert<std::int8_t, double>(tensor, TensorType::f64, to_f64<std::int8_t>);
    case TensorType::i32:
      return convert<std::int32_t, double>(tensor, TensorType::f64, to_f64<std::int32_t>);
    case TensorType::i64:
      return convert<std::int64_t, double>(tensor, TensorType::f64, to_f64_if_exact);
    case TensorType::f32:
    case TensorType::f64:
      break;
  }
  return tensor;
}

}  // namespace yologold
