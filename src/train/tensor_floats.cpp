#include "train/tensor_floats.hpp"

#include <cstring>

#include "yologold/error.hpp"

namespace yologold {
namespace {

const Tensor& need(const Tensors& tensors, const std::string& name, TensorType type, std::size_t bytes) {
  const auto at = tensors.find(name);
  if (at == tensors.end()) throw Error(name, "the tensor is missing");
  if (at->second.type != type || at->second.bytes.size() != bytes)
    throw Error(name, "the tensor has another type or size", std::string(name_of(type)) + ", " + std::to_string(bytes) + " bytes");
  return at->second;
}

}  // namespace

Tensor tensor_of(std::span<const float> values, std::vector<std::int64_t> shape) {
  const auto bytes = std::as_bytes(values);
  return {TensorType::f32, std::move(shape), {bytes.begin(), bytes.end()}};
}

Tensor tensor_of(std::int64_t value) {
  const auto bytes = std::as_bytes(std::span(&value, 1));
  return {TensorType::i64, {}, {bytes.begin(), bytes.end()}};
}

void copy_floats(const Tensors& tensors, const std::string& name, std::span<float> to) {
  const Tensor& tensor = need(tensors, name, TensorType::f32, to.size_bytes());
  if (!to.empty()) std::memcpy(to.data(), tensor.bytes.data(), to.size_bytes());
}

std::int64_t whole_of(const Tensors& tensors, const std::string& name) {
  std::int64_t value;
  std::memcpy(&value, need(tensors, name, TensorType::i64, sizeof value).bytes.data(), sizeof value);
  return value;
}

}  // namespace yologold
