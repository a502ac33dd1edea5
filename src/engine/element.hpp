#pragma once
#include <cstring>

#include "yologold/head_view.hpp"

namespace yologold {

/// One element of a tensor of any alignment.
template <class T>
T read(const HeadView& head, std::int64_t index) {
  if (head.dtype == DType::f32) {
    float x;
    std::memcpy(&x, static_cast<const char*>(head.data) + index * 4, 4);
    return static_cast<T>(x);
  }
  double x;
  std::memcpy(&x, static_cast<const char*>(head.data) + index * 8, 8);
  return static_cast<T>(x);
}

/// One element to anywhere.
template <class T>
void put(DType dtype, void* to, T value) {
  if (dtype == DType::f32) {
    const float x = static_cast<float>(value);
    std::memcpy(to, &x, 4);
  } else {
    const double x = static_cast<double>(value);
    std::memcpy(to, &x, 8);
  }
}

template <class T>
void write(const GradientView& gradient, std::int64_t index, T value) {
  put(gradient.dtype, static_cast<char*>(gradient.data) + index * (gradient.dtype == DType::f32 ? 4 : 8), value);
}

}  // namespace yologold
