#pragma once
#include <cstring>
#include <string>
#include <vector>

#include "files/tensor.hpp"
#include "yologold/report.hpp"
#include "yologold/stages.hpp"

namespace yologold {

/// A tensor of the bytes of values.
template <class T>
Tensor make_tensor(TensorType type, std::vector<std::int64_t> shape, const std::vector<T>& values) {
  Tensor tensor{type, std::move(shape), std::vector<std::byte>(values.size() * sizeof(T))};
  if (!values.empty()) std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
  return tensor;
}

/// The values of a tensor whose element type is T.
template <class T>
std::vector<T> values_of(const Tensor& tensor) {
  std::vector<T> values(tensor.bytes.size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
  return values;
}

/// Gives every NaN of an f32 or f64 tensor the same bits: sign and payload of a NaN differ between CPUs.
void canonicalise(Tensor& tensor);

/// [heads, images, 4]: coord, obj, noobj, class.
Tensor terms_tensor(const Report& report);

/// role-K and truth-K; with `all` also activated-K, boxes-K and best_iou-K.
void add_stages(Tensors& tensors, const HeadStages& stages, const HeadShape& shape, const std::string& suffix, bool all);

}  // namespace yologold
