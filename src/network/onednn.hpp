#pragma once
#include <cstddef>
#include <oneapi/dnnl/dnnl.hpp>
#include <span>
#include <unordered_map>

namespace yologold {

using dnnl::memory;

inline constexpr auto f32 = memory::data_type::f32;

/// The one CPU that oneDNN computes on.
inline const dnnl::engine& cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

/// [n, c, h, w] or less as C order stores it.
inline memory::desc plain(const memory::dims& dims) {
  memory::dims strides(dims.size(), 1);
  for (std::size_t i = dims.size(); i-- > 1;) strides[i - 1] = strides[i] * dims[i];
  return {dims, f32, strides};
}

/// In whatever layout a primitive likes best.
inline memory::desc any_layout(const memory::dims& dims) { return {dims, f32, memory::format_tag::any}; }

/// Values that lie elsewhere, as oneDNN sees them.
inline memory held(const memory::desc& desc, std::span<float> values) { return {desc, cpu(), values.data()}; }

/// Primitives work in scratch memory that they share.
inline dnnl::primitive_attr shared_scratch() {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

/// A primitive with its arguments.
struct Op {
  dnnl::primitive primitive;
  std::unordered_map<int, memory> arguments;

  explicit operator bool() const { return static_cast<bool>(primitive); }
  void run(const dnnl::stream& stream) const { primitive.execute(stream, arguments); }
};

}  // namespace yologold
