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

/// Reads n elements at one stride.
template <class T>
void gather(const HeadView& head, std::int64_t base, std::int64_t stride, std::size_t n, T* row) {
  const auto all = [&](auto&& at) {
    for (std::size_t i = 0; i < n; ++i) row[i] = at(base + static_cast<std::int64_t>(i) * stride);
  };
  if (head.dtype == DType::f32)
    all([&](std::int64_t index) {
      float x;
      return std::memcpy(&x, static_cast<const char*>(head.data) + index * 4, 4), static_cast<T>(x);
    });
  else
    all([&](std::int64_t index) { return read<T>(head, index); });
}

/// Writes value(0) ... value(n - 1) at one stride.
template <class Value>
void scatter(const GradientView& gradient, std::int64_t base, std::int64_t stride, std::int64_t n, const Value& value) {
  const auto all = [&](auto one) {
    auto* to = static_cast<char*>(gradient.data) + base * static_cast<std::int64_t>(sizeof one);
    for (std::int64_t i = 0; i < n; ++i, to += stride * static_cast<std::int64_t>(sizeof one)) {
      one = static_cast<decltype(one)>(value(i));
      std::memcpy(to, &one, sizeof one);
    }
  };
  if (gradient.dtype == DType::f32)
    all(0.0f);
  else
    all(0.0);
}

}  // namespace yologold
